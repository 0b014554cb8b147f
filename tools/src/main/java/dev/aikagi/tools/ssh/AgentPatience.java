package dev.aikagi.tools.ssh;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import dev.aikagi.agent.AgentClient;
import dev.aikagi.agent.AgentException;
import dev.aikagi.agent.AgentFailure;
import dev.aikagi.agent.AgentIdentity;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.Signer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How long an agent is waited for. It may be stopped, or at the end of a connection that is gone;
 * or it asks a person, who takes more time than a server would.
 *
 * @param answer for what it answers by itself; empty for ever
 * @param signature for what it may ask a person about; empty for ever
 * @param asking told true before each signature, and false when that is over
 */
record AgentPatience(
    Optional<Duration> answer, Optional<Duration> signature, Consumer<Boolean> asking) {
  /** As OpenSSH's ssh waits: whoever wants no more of it ends the program. */
  static final AgentPatience ENDLESS =
      new AgentPatience(Optional.empty(), Optional.empty(), now -> {});

  /** What somebody wants of the agent. */
  interface Request<T> {
    T ask() throws AgentException;
  }

  /**
   * Asks what the agent answers by itself.
   *
   * @throws AgentException with {@link AgentFailure.Silent} where it took too long; the connection
   *     is closed then
   */
  <T> T answer(String socket, AgentClient client, String what, Request<T> request)
      throws AgentException {
    return within(answer, socket, client, what, request);
  }

  /** Signs through the agent, as patiently. */
  Signer signer(String socket, AgentClient client, AgentIdentity held) {
    return new Waiting(this, socket, client, client.signer(held));
  }

  private static <T> T within(
      Optional<Duration> limit, String socket, AgentClient client, String what, Request<T> request)
      throws AgentException {
    if (limit.isEmpty()) {
      return request.ask();
    }
    Duration time = limit.get();
    try (Patience waiting = new Patience(client::close, time, time)) {
      try {
        return request.ask();
      } catch (AgentException e) {
        if (!waiting.isOver()) {
          throw e;
        }
        throw new AgentException(new AgentFailure.Silent(socket, what, time.toSeconds()), e);
      }
    }
  }

  private record Waiting(AgentPatience patience, String socket, AgentClient client, Signer signer)
      implements Signer {
    @Override
    public PublicKey publicKey() {
      return signer.publicKey();
    }

    @Override
    public List<SignatureAlgorithm> algorithms() {
      return signer.algorithms();
    }

    @Override
    public Bytes sign(SignatureAlgorithm algorithm, byte[] data) throws SshException {
      patience.asking.accept(true);
      try {
        return within(patience.signature, socket, client, "sign", () -> signed(algorithm, data));
      } finally {
        patience.asking.accept(false);
      }
    }

    private Bytes signed(SignatureAlgorithm algorithm, byte[] data) throws AgentException {
      try {
        return signer.sign(algorithm, data);
      } catch (AgentException e) {
        throw e;
      } catch (SshException e) {
        // An agent's signer fails by its agent alone.
        throw new AgentException(new AgentFailure.BadReply(String.valueOf(e.getMessage())), e);
      }
    }
  }
}
