package dev.aikagi.tools.scp;

import dev.aikagi.Bytes;
import dev.aikagi.scp.ScpListener;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.files.LocalFault;
import dev.aikagi.tools.files.Output;
import dev.aikagi.tools.files.ProgressMeter;
import dev.aikagi.tools.files.Shown;
import java.io.IOException;

/** Tells a person of a copy by the old protocol, and remembers whether anything failed. */
final class Told implements ScpListener {
  private final Output out;
  private final ProgressMeter meter;
  private final boolean progress;
  private final boolean verbose;
  private final boolean remote;
  private boolean failed;

  /**
   * For either end.
   *
   * @param remote the person is at the other end, which tells him: nothing is said here
   */
  Told(Output out, ProgressMeter meter, boolean progress, boolean verbose, boolean remote) {
    this.out = out;
    this.meter = meter;
    this.progress = progress;
    this.verbose = verbose;
    this.remote = remote;
  }

  boolean failed() {
    return failed;
  }

  private void say(Bytes text) {
    failed = true;
    if (!remote) {
      out.note(Shown.of(Octets.of(text)));
    }
  }

  @Override
  public void failed(Bytes text) {
    say(text);
  }

  @Override
  public void peerFailed(Bytes text) {
    say(text);
  }

  @Override
  public void lost() {
    say(Bytes.utf8("lost connection"));
  }

  @Override
  public void started(Bytes name, long size) {
    if (progress) {
      meter.begin(Shown.of(Octets.of(name)), 0, size);
    }
  }

  @Override
  public void at(long bytes) {
    meter.at(bytes);
  }

  @Override
  public void ended() {
    meter.end();
  }

  @Override
  public void record(String what, Bytes record) {
    if (verbose) {
      String octets = Octets.of(record);
      int end = octets.endsWith("\n") ? octets.length() - 1 : octets.length();
      out.note(what + Shown.of(octets.substring(0, end)));
    }
  }

  @Override
  public String reason(IOException e) {
    return e instanceof LocalFault fault ? fault.reason() : ScpListener.super.reason(e);
  }
}
