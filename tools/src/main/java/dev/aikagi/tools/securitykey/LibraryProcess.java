package dev.aikagi.tools.securitykey;

import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.key.SecurityKeySigner;
import dev.aikagi.posix.LocalSocket;
import dev.aikagi.posix.SecurityKeyException;
import dev.aikagi.posix.SecurityKeyProvider;
import dev.aikagi.posix.Terminal;
import dev.aikagi.posix.ThisProcess;
import dev.aikagi.tools.Exit;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The process in which a library reaches an authenticator, for one signature: code of somebody
 * else's, which must not see what an agent holds, and whose faults must not end the agent. It reads
 * one request from descriptor 0, and answers there. It ends with whoever started it.
 */
public final class LibraryProcess {
  /** Whoever started this has the request ready. */
  private static final int REQUEST_MILLIS = 60_000;

  private LibraryProcess() {}

  /** Runs it; the exit code. */
  public static int run(List<String> arguments) {
    if (!arguments.isEmpty() || Terminal.isTerminal(0)) {
      System.err.println("ssh-sk-helper: ssh-agent starts this program for itself");
      return Exit.FAILURE;
    }
    try (LocalSocket line = LocalSocket.takenFromInput()) {
      ThisProcess.forbidCoreDumps();
      ThisProcess.hideMemory();
      HelperAnswer answer;
      try (HelperRequest request = request(line)) {
        Thread.ofPlatform().daemon().name("line").start(() -> endWith(line));
        answer = answer(request);
      }
      HelperFrames.send(line, answer.write(), REQUEST_MILLIS);
      return Exit.OK;
    } catch (IOException e) {
      System.err.println("ssh-sk-helper: " + e.getMessage());
      return Exit.FAILURE;
    }
  }

  private static HelperRequest request(LocalSocket line) throws IOException {
    byte[] message = HelperFrames.receive(line, HelperRequest.MAX, REQUEST_MILLIS);
    if (message.length == 0) {
      throw new MalformedException("no request");
    }
    try {
      return HelperRequest.read(message);
    } finally {
      Arrays.fill(message, (byte) 0);
    }
  }

  /** The library waits for a person, and does not look whether anybody still wants the answer. */
  private static void endWith(LocalSocket line) {
    try {
      var _ = line.receive(new byte[1], 0, 1, -1);
    } catch (IOException e) {
      // This end was closed: all is said.
      return;
    }
    Runtime.getRuntime().halt(Exit.FAILURE);
  }

  private static HelperAnswer answer(HelperRequest request) {
    SecretBytes pin = request.pin();
    try {
      SecurityKeyProvider.Signed signed =
          SecurityKeyProvider.load(request.provider())
              .sign(
                  Token.algorithm(request.key().publicKey()),
                  request.data().toArray(),
                  request.key().publicKey().application(),
                  request.key().keyHandle().expose(),
                  request.key().flags(),
                  pin == null ? null : pin.expose());
      return new HelperAnswer.Signed(
          new SecurityKeySigner.Answer(
              signed.flags(), signed.counter(), signed.first(), signed.second()));
    } catch (SecurityKeyException e) {
      return new HelperAnswer.Failed(e.kind(), TokenException.words(e));
    }
  }
}
