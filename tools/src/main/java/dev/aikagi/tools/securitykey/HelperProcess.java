package dev.aikagi.tools.securitykey;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SshException;
import dev.aikagi.key.SecurityKeySigner;
import dev.aikagi.posix.ChildProcess;
import dev.aikagi.posix.ExitStatus;
import dev.aikagi.posix.LocalSocket;
import dev.aikagi.posix.Signals;
import dev.aikagi.posix.Spawn;
import dev.aikagi.posix.ThisProcess;
import dev.aikagi.tools.OwnCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A process that {@link LibraryProcess} runs in, for one signature. {@link #kill} from any thread
 * ends the wait for it; whoever started it closes it.
 */
public final class HelperProcess implements AutoCloseable {
  private static final String TOOL = "ssh-sk-helper";

  /**
   * What the runtime says of a crash goes to standard output and to a file, with what was in
   * registers and on stacks.
   */
  private static final List<String> OPTIONS = List.of("-XX:+SuppressFatalErrorMessage");

  private static final int SEND_MILLIS = 60_000;
  private static final int MOST_SAID = 8 * 1024;
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final ChildProcess process;
  private final LocalSocket line;
  private final LocalSocket said;
  private final Thread listening;

  private HelperProcess(
      ChildProcess process, LocalSocket line, LocalSocket said, Consumer<String> heard) {
    this.process = process;
    this.line = line;
    this.said = said;
    this.listening =
        Thread.ofPlatform().daemon().name("sk-helper").start(() -> listen(said, heard));
  }

  /**
   * Starts it.
   *
   * @param heard gets each line that it, or a library in it, prints
   */
  public static HelperProcess start(Consumer<String> heard) throws IOException {
    List<Bytes> words = OwnCommand.arguments(TOOL, OPTIONS).stream().map(Bytes::utf8).toList();
    LocalSocket.Pair talk = LocalSocket.pair();
    try (LocalSocket end = talk.other()) {
      LocalSocket.Pair print = LocalSocket.pair();
      try (LocalSocket printed = print.other()) {
        ChildProcess process =
            Spawn.ofBytes(OwnCommand.program(), words, ThisProcess.environment())
                .in(Path.of("/"))
                .onSockets(end, printed);
        return new HelperProcess(process, talk.one(), print.one(), heard);
      } catch (IOException | RuntimeException e) {
        print.one().close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      talk.one().close();
      throw e;
    }
  }

  /**
   * Has it sign, once.
   *
   * @param limit for all that a person has to do
   * @throws TokenException where the authenticator did not sign
   */
  public SecurityKeySigner.Answer sign(HelperRequest request, Duration limit) throws SshException {
    HelperAnswer answer;
    try {
      HelperFrames.send(line, request.write(), SEND_MILLIS);
      byte[] message = HelperFrames.receive(line, HelperAnswer.MAX, (int) limit.toMillis());
      if (message.length == 0) {
        throw new SshException("the helper has ended without an answer: " + end());
      }
      answer = HelperAnswer.read(message);
    } catch (MalformedException e) {
      throw new SshException("the helper's answer is none: " + e.getMessage());
    } catch (SshException e) {
      throw e;
    } catch (IOException e) {
      throw new SshException("no answer of the helper: " + e.getMessage());
    }
    return switch (answer) {
      case HelperAnswer.Signed(SecurityKeySigner.Answer signed) -> signed;
      case HelperAnswer.Failed failed -> throw new TokenException(failed);
    };
  }

  private String end() throws IOException {
    // It may have closed its end only; nobody waits for what it does further.
    kill();
    return switch (process.waitFor()) {
      case ExitStatus.Exited(int code) -> "exit code " + code;
      case ExitStatus.Signalled signalled -> "signal " + signalled.signal();
    };
  }

  /** Ends it and whatever it has started, at once. */
  public void kill() {
    process.signalGroup(Signals.SIGKILL);
  }

  @Override
  public void close() {
    kill();
    try {
      var _ = process.waitFor();
      // What it said last comes before the end of the stream.
      var _ = listening.join(LAST_WORDS);
    } catch (IOException e) {
      System.getLogger("dev.aikagi.tools").log(System.Logger.Level.DEBUG, "waiting", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      line.close();
      said.close();
    }
  }

  /** All of it is read, so that nobody waits for room; of what is endless, the beginning counts. */
  private static void listen(LocalSocket said, Consumer<String> heard) {
    byte[] piece = new byte[1024];
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      for (int n; (n = said.receive(piece, 0, piece.length, -1)) >= 0; ) {
        text.write(piece, 0, Math.min(n, MOST_SAID - text.size()));
      }
    } catch (IOException e) {
      // Closed here, since something that it started still has the other end.
      heard.accept("still open: " + e.getMessage());
    }
    text.toString(StandardCharsets.UTF_8).lines().filter(words -> !words.isBlank()).forEach(heard);
  }
}
