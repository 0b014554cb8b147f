package dev.aikagi.fuzz;

import dev.aikagi.Bytes;
import dev.aikagi.agent.AgentAdministration;
import dev.aikagi.agent.AgentException;
import dev.aikagi.key.SignatureAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** {@link AgentAdministration}: what an agent answers, which may be on another machine. */
public final class AgentReplyTarget {
  private AgentReplyTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    attempt(data, agent -> Found.check(agent.keys().size() <= 2048, "too many keys"));
    attempt(data, agent -> agent.extensions().ifPresent(AgentReplyTarget::look));
    attempt(
        data,
        agent ->
            Found.check(
                agent.sign(Bytes.EMPTY, SignatureAlgorithm.RSA_SHA2_512, new byte[1]).length()
                    < data.length,
                "a signature longer than the answer"));
    attempt(data, AgentAdministration::removeAll);
  }

  private static void look(List<String> extensions) {
    Found.check(extensions.size() <= 1024, "too many extensions");
  }

  private interface Call {
    void on(AgentAdministration agent) throws AgentException;
  }

  private static void attempt(byte[] reply, Call call) {
    byte[] framed = ByteBuffer.allocate(4 + reply.length).putInt(reply.length).put(reply).array();
    try (AgentAdministration agent =
        new AgentAdministration(
            new ByteArrayInputStream(framed), OutputStream.nullOutputStream(), () -> {})) {
      call.on(agent);
    } catch (AgentException e) {
      // Refused, or no answer of the protocol.
      Found.check(!e.reason().summary().isEmpty(), "a failure without a reason");
    }
  }
}
