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
      Connection lost = target;
      target = null;
      if (lost != null) {
        hosts.kill(lost);
      }
      throw said();
    }
  }

  /** What ssh has said already is not said again; of a program that is not there nobody has. */
  private void notStarted(Fatal e) {
    if (line.program().isPresent()) {
      String first = e.text().lines().findFirst().orElse("");
      out.note(first.startsWith("exec: ") ? first.substring("exec: ".length()) : first);
    }
  }

  private Connection start(Place.Remote to) throws Fatal {
    try {
      return hosts.command(to.target(), command("-t", to.path()));
    } catch (Fatal e) {
      notStarted(e);
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
      notStarted(e);
      throw new Refusal("");
    }
    try {
      ScpOptions asked = options;
      if (!line.trusting()) {
        asked = options.withExpected(Asked.of(from.path(), line.recursive()));
      }
      new ScpReceiver(in(connection), out(connection), disk, asked, told)
          .receive(Octets.bytes(local));
    } catch (ScpException e) {
      hosts.kill(connection);
      throw said();
    } catch (IOException e) {
      hosts.kill(connection);
      throw new Refusal(Shown.of(from.path()) + ": " + e.getMessage());
    }
    endedBadly |= !hosts.end(connection);
  }

  /** The two programs talk to each other; this one only carries what they say. */
  @Override
  public void across(Place.Remote from, Place.Remote to) throws Refusal, Fatal {
    Connection source;
    try {
      source = hosts.command(from.target(), command("-f", from.path()));
    } catch (Fatal e) {
      notStarted(e);
      throw new Refusal("");
    }
    Connection end;
    try {
      // Only one of them can ask for a password.
      end = hosts.command(to.target(), command("-t", to.path()), "-oBatchMode=yes");
    } catch (Fatal e) {
      hosts.kill(source);
      notStarted(e);
      throw new Refusal("");
    }
    Thread back =
        Thread.ofPlatform().daemon().name("scp-replies").start(() -> carry(end.in(), source.out()));
    boolean all = carry(in(source), end.out());
    if (!all) {
      // Nobody reads what it has to say: it would wait for room, and this one for its end.
      hosts.kill(source);
      hosts.end(end);
      throw new Refusal("");
    }
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

  /**
   * Until one of them ends: what that means, the other one and their statuses say. False if not all
   * could be carried.
   */
  private boolean carry(InputStream from, OutputStream to) {
    try (to) {
      from.transferTo(to);
      return true;
    } catch (IOException e) {
      if (line.verbose()) {
        out.note("scp: " + e.getMessage());
      }
      return false;
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
