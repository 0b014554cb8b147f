package dev.aikagi.tools.files;

import dev.aikagi.Bytes;
import dev.aikagi.sftp.TransferListener;
import dev.aikagi.sftp.TransferProgress;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Octets;
import java.io.IOException;

/**
 * Tells of the transfer of a folder: each folder that is gone into, a line of progress for each
 * file, and what failed. Small files are on their way together; their lines come when they are
 * there. A large one has the line to itself from its start, and it is the one that began last.
 */
public final class FolderReport implements TransferListener, TransferProgress {
  private final Output out;
  private final ProgressMeter meter;
  private final boolean progress;
  private final String side;
  private final String entering;
  private final String verb;
  private String last = "";
  private boolean open;
  private boolean failed;

  /**
   * @param side as of {@link TransferFaults}
   * @param entering what is said before a folder's name; empty for nothing at all
   * @param verb what is done, as messages have it
   */
  public FolderReport(
      Output out,
      ProgressMeter meter,
      boolean progress,
      String side,
      String entering,
      String verb) {
    this.out = out;
    this.meter = meter;
    this.progress = progress;
    this.side = side;
    this.entering = entering;
    this.verb = verb;
  }

  public boolean failed() {
    return failed;
  }

  /** Ends a line that is still open. */
  public void end() {
    if (open) {
      open = false;
      meter.end();
    }
  }

  @Override
  public void folder(Bytes path) {
    if (entering.isEmpty()) {
      return;
    }
    String name = Octets.of(path);
    // The server's folder is shown as a name, the local one as it was typed.
    boolean mark = verb.equals("download") && name.length() > 1 && name.endsWith("/");
    out.line(entering + Shown.of(mark ? name.substring(0, name.length() - 1) : name));
  }

  @Override
  public void started(Bytes path) {
    last = Octets.of(path);
  }

  @Override
  public void at(long bytes, long total) {
    if (!progress) {
      return;
    }
    if (!open) {
      open = true;
      meter.begin(Shown.of(Paths.lastName(last)), bytes, total);
    }
    meter.at(bytes);
  }

  @Override
  public void done(Bytes path, long bytes) {
    if (progress && !open) {
      open = true;
      meter.begin(Shown.of(Paths.lastName(Octets.of(path))), 0, bytes);
      meter.at(bytes);
    }
    end();
  }

  @Override
  public void skipped(Bytes path, Skipped why) {
    end();
    out.error(verb + " \"" + Shown.of(Octets.of(path)) + "\": not a regular file");
  }

  @Override
  public void failed(Bytes path, IOException why) {
    end();
    failed = true;
    try {
      String text = TransferFaults.text(side, why);
      if (!text.isEmpty()) {
        out.error(text);
      }
    } catch (Fatal e) {
      // Without a connection the transfer ends by itself, and says so.
      return;
    }
  }
}
