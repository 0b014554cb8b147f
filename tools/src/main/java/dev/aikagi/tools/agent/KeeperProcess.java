package dev.aikagi.tools.agent;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.posix.ChildProcess;
import dev.aikagi.posix.Descriptor;
import dev.aikagi.posix.LocalListener;
import dev.aikagi.posix.LocalSocket;
import dev.aikagi.posix.Spawn;
import dev.aikagi.posix.Syslog;
import dev.aikagi.posix.Terminal;
import dev.aikagi.posix.ThisProcess;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.OwnCommand;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The agent in the background. A JVM cannot fork, so the program starts itself once more, in a
 * session of its own and with nothing open but one end of a socket pair, over which it gets the
 * listening socket and its settings, and says when it serves.
 */
public final class KeeperProcess {
  private static final String TOOL = "ssh-agent-keeper";

  /** A runtime that takes longer to start is stuck. */
  private static final int START_MILLIS = 60_000;

  private static final int MAX_SETTINGS = 64 * 1024;

  private KeeperProcess() {}

  /** Starts it and waits until it serves; the number of the process. */
  static int start(AgentPlace place, KeeperSettings settings) throws IOException {
    LocalSocket.Pair pair = LocalSocket.pair();
    try (LocalSocket line = pair.one()) {
      ChildProcess process = launch(pair.other());
      WireWriter message = new WireWriter();
      settings.write(message);
      WireWriter framed = new WireWriter().writeString(message);
      List<Descriptor> files = List.of(place.listener().descriptor());
      line.send(framed.array(), 0, framed.length(), files, START_MILLIS);
      if (line.receive(new byte[1], 0, 1, START_MILLIS) < 0) {
        throw new IOException("the agent has ended before it served; the system's log says why");
      }
      return process.pid();
    }
  }

  private static ChildProcess launch(LocalSocket otherEnd) throws IOException {
    try (otherEnd) {
      List<Bytes> words = OwnCommand.arguments(TOOL, List.of()).stream().map(Bytes::utf8).toList();
      return Spawn.ofBytes(OwnCommand.program(), words, ThisProcess.environment())
          .in(Path.of("/"))
          .onSocket(otherEnd, false);
    }
  }

  /** What the process runs; the exit code. */
  public static int run(List<String> arguments) {
    if (!arguments.isEmpty() || Terminal.isTerminal(0)) {
      System.err.println("ssh-agent-keeper: ssh-agent starts this program for itself");
      return Exit.FAILURE;
    }
    ServerLog log = ServerLog.toSyslog("ssh-agent", Syslog.Facility.AUTH, ServerLog.Level.INFO);
    try {
      return keeper(log).serve();
    } catch (IOException e) {
      log.error(ServerLog.why(e));
      return Exit.FAILURE;
    }
  }

  private static Keeper keeper(ServerLog log) throws IOException {
    try (LocalSocket line = LocalSocket.takenFromInput()) {
      int length = (int) Math.min(MAX_SETTINGS, new WireReader(read(line, 4)).readUint32());
      KeeperSettings settings = KeeperSettings.read(new WireReader(read(line, length)));
      Descriptor listening =
          line.takeFile().orElseThrow(() -> new MalformedException("no socket to listen at"));
      Keeper keeper = new Keeper(LocalListener.of(listening), settings, log);
      keeper.prepare(false);
      line.send(new byte[1], 0, 1, List.of(), START_MILLIS);
      return keeper;
    }
  }

  private static byte[] read(LocalSocket line, int length) throws IOException {
    byte[] read = new byte[length];
    int have = 0;
    while (have < length) {
      int n = line.receive(read, have, length - have, START_MILLIS);
      if (n < 0) {
        throw new IOException("ssh-agent has ended before it said what to do");
      }
      have += n;
    }
    return read;
  }
}
