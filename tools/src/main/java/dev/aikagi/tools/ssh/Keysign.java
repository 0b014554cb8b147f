package dev.aikagi.tools.ssh;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.Signer;
import dev.aikagi.posix.AddressSocket;
import dev.aikagi.posix.ChildProcess;
import dev.aikagi.posix.Descriptor;
import dev.aikagi.posix.OwnThread;
import dev.aikagi.posix.Pipes;
import dev.aikagi.posix.Spawn;
import dev.aikagi.tools.KeysignMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * OpenSSH's ssh-keysign, which is set-uid root: it reads the host's keys and signs requests that
 * name this host and the user who started it, and nothing else.
 *
 * @param local the address that the connection comes from; without one, the host's own name counts
 */
record Keysign(Path helper, PublicKey publicKey, Optional<InetAddress> local) implements Signer {
  private static final int MOST = 256 * 1024;
  private static final int MOST_ERRORS = 8 * 1024;

  /** It looks for the name of an address, as long as a resolver may take. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Override
  public List<SignatureAlgorithm> algorithms() {
    return SignatureAlgorithm.DEFAULT.stream()
        .filter(a -> a.keyType() == publicKey.type())
        .toList();
  }

  /** The algorithm is in the request, and in the answer: whoever asked compares them. */
  @Override
  public Bytes sign(SignatureAlgorithm algorithm, byte[] data) throws SshException {
    try {
      return OwnThread.call("ssh-keysign", () -> ask(data));
    } catch (SshException e) {
      throw e;
    } catch (IOException e) {
      throw failed(String.valueOf(e.getMessage()));
    }
  }

  private OwnHostException failed(String fault) {
    return new OwnHostException(new OwnHostReason.KeysignFailed(helper, fault));
  }

  private Bytes ask(byte[] data) throws IOException {
    try (Pipes pipes = Pipes.open()) {
      ChildProcess child = start(pipes);
      byte[] request = KeysignMessage.request(data);
      pipes.input().write(request, 0, request.length);
      pipes.input().close();
      long deadline = System.nanoTime() + LIMIT.toNanos();
      byte[] answer = readAll(pipes.output(), MOST, deadline);
      byte[] errors = readAll(pipes.errors(), MOST_ERRORS, deadline);
      child.waitFor();
      if (answer.length == 0) {
        String said = new String(errors, StandardCharsets.UTF_8).strip();
        throw failed(said.isEmpty() ? "it says nothing" : said);
      }
      return KeysignMessage.signature(helper.toString(), answer);
    }
  }

  private ChildProcess start(Pipes pipes) throws IOException {
    Spawn spawn = Spawn.of(helper.toString(), List.of(helper.toString()), Map.of());
    List<Descriptor> ends = pipes.childEnds();
    try {
      if (local.isEmpty()) {
        // No socket: the program takes the host's own name then.
        return spawn.onFiles(ends, ends.get(2));
      }
      try (Descriptor socket = AddressSocket.boundTo(local.get())) {
        return spawn.onFiles(ends, socket);
      }
    } finally {
      pipes.closeChildEnds();
    }
  }

  private byte[] readAll(Descriptor from, int most, long deadline) throws IOException {
    byte[] all = new byte[4096];
    int length = 0;
    while (true) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0 || !from.awaitReadable((int) left)) {
        throw failed("no answer within " + LIMIT.toSeconds() + " seconds");
      }
      if (length == all.length) {
        all = Arrays.copyOf(all, 2 * length);
      }
      int n = from.read(all, length, all.length - length);
      if (n < 0) {
        return Arrays.copyOf(all, length);
      }
      length += n;
      if (length > most) {
        throw failed("an answer of more than " + most + " bytes");
      }
    }
  }
}
