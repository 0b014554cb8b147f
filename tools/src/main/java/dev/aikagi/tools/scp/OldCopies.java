package dev.aikagi.tools.scp;

import dev.aikagi.scp.ScpException;
import dev.aikagi.scp.ScpOptions;
import dev.aikagi.scp.ScpReceiver;
import dev.aikagi.scp.ScpSender;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.files.Connection;
import dev.aikagi.tools.files.Limit;
import dev.aikagi.tools.files.LocalDisk;
import dev.aikagi.tools.files.Output;
import dev.aikagi.tools.files.ProgressMeter;
import dev.aikagi.tools.files.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Copies by the protocol that scp had before SFTP (-O): the program scp is started there. */
final class OldCopies implements Copies {
  private final CommandLine line;
  private final LocalDisk disk;
  private final Output out;
  private final Hosts hosts;
  private final ScpOptions options;
  private final Told told;

  /** Where all sources go that are here. */
  private @Nullable Connection target;

  private @Nullable ScpSender sender;
  private boolean endedBadly;

  OldCopies(CommandLine line, Output out, LocalDisk disk, boolean progress) {
    this.line = line;
    this.out = out;
    this.disk = disk;
    this.hosts = new Hosts(line, out);
    this.options = ServerEnd.options(line).withIntoFolder(false);
    this.told = new Told(out, new ProgressMeter(out), progress, line.verbose(), false);
  }

  /**
   * A path is a word of the shell there, as it was typed; "--" stands before what looks like none.
   */
  private String command(String flag, String path) {
    return line.remoteCommand() + " " + flag + " " + (path.startsWith("-") ? "-- " : "") + path;
  }

  /** The end, of which all was told already. */
  private static Fatal said() {
    return new Fatal("", Exit.FAILURE);
  }

  private InputStream in(Connection connection) {
    return Limit.on(connection.in(), line.tuning().bitsPerSecond());
  }

  private OutputStream out(Connection connection) {
    return Limit.on(connection.out(), line.tuning().bitsPerSecond());
  }

  @Override
  public void put(String local, Place.Remote to) throws Refusal, Fatal {
    try {
      ScpSender open = sender;
      if (open == null) {
        Connection connection = start(to);
        target = connection;
        open = new ScpSender(in(connection), out(connection), disk, options, told);
        sender = open;
        if (!open.awaitReady()) {
          throw said();
        }
      }
      open.send(Octets.bytes(local));
    } catch (ScpException e) {
      throw said();
    }
  }

  private Connection start(Place.Remote to) throws Fatal {
    try {
      return hosts.command(to.target(), command("-t", to.path()));
    } catch (Fatal e) {
      // ssh has said why; what OpenSSH's scp adds is this.
      told.lost();
      throw said();
    }
  }

  @Override
  public void get(Place.Remote from, String local) throws Refusal, Fatal {
    Connection connection;
    try {
      connection = hosts.command(from.target(), command("-f", from.path()));
    } catch (Fatal e) {
      throw new Refusal("");
    }
    try {
      ScpOptions asked = options;
      if (!line.recursive() && !line.trusting()) {
        asked = options.withExpected(Asked.of(from.path()));
      }
      new ScpReceiver(in(connection), out(connection), disk, asked, told)
          .receive(Octets.bytes(local));
    } catch (ScpException e) {
      connection.kill();
      throw said();
    } catch (IOException e) {
      connection.kill();
      throw new Refusal(Shown.of(from.path()) + ": " + e.getMessage());
    }
    endedBadly |= !hosts.end(connection);
  }

  /** The two programs talk to each other; this one only carries what they say. */
  @Override
  public void across(Place.Remote from, Place.Remote to) throws Refusal, Fatal {
    Connection source = hosts.command(from.target(), command("-f", from.path()));
    // Only one of them can ask for a password.
    Connection end = hosts.command(to.target(), command("-t", to.path()), "-oBatchMode=yes");
    Thread back =
        Thread.ofPlatform().daemon().name("scp-replies").start(() -> carry(end.in(), source.out()));
    carry(in(source), end.out());
    boolean well = hosts.end(end);
    try {
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    well &= hosts.end(source);
    if (!well) {
      throw new Refusal("");
    }
  }

  /** Until one of them ends: what that means, the other one and their statuses say. */
  private void carry(InputStream from, OutputStream to) {
    try (to) {
      from.transferTo(to);
    } catch (IOException e) {
      if (line.verbose()) {
        out.note("scp: " + e.getMessage());
      }
    }
  }

  @Override
  public boolean end() {
    close();
    return !endedBadly && !told.failed();
  }

  @Override
  public void close() {
    Connection open = target;
    target = null;
    if (open != null) {
      endedBadly |= !hosts.end(open);
    }
  }
}
