package dev.aikagi.fuzz;

import dev.aikagi.agent.AgentServer;
import dev.aikagi.agent.Keyring;
import dev.aikagi.agent.KeyringOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * {@link AgentServer#serve}: what a client sends to one keyring, message by message, each behind
 * two bytes of its length. Whatever it is, every message has one answer, and nothing is left of it.
 */
public final class AgentRequestTarget {
  /** More would only be slower. */
  private static final int MAX_MESSAGES = 16;

  private static final int LOCK = 22;
  private static final int UNLOCK = 23;

  private AgentRequestTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    ByteArrayOutputStream requests = new ByteArrayOutputStream();
    int messages = 0;
    int at = 0;
    while (at + 2 < data.length && messages < MAX_MESSAGES) {
      int length = ((data[at] & 0xff) << 8) | (data[at + 1] & 0xff);
      byte[] message =
          Arrays.copyOfRange(data, at + 2, Math.min(data.length, at + 2 + Math.max(1, length)));
      // Passphrases are hashed, and a wrong one costs a delay.
      if (message[0] != LOCK && message[0] != UNLOCK) {
        requests.writeBytes(ByteBuffer.allocate(4).putInt(message.length).array());
        requests.writeBytes(message);
        messages++;
      }
      at += 2 + message.length;
    }
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    try (Keyring keyring =
        new Keyring(KeyringOptions.defaults().withConfirmation(question -> true))) {
      new AgentServer(keyring).serve(new ByteArrayInputStream(requests.toByteArray()), answers);
      Found.check(keyring.size() <= messages, "more keys than messages");
    }
    Found.check(count(answers.toByteArray()) == messages, "not one answer for each message");
  }

  private static int count(byte[] answers) {
    ByteBuffer in = ByteBuffer.wrap(answers);
    int count = 0;
    while (in.hasRemaining()) {
      int length = in.getInt();
      Found.check(length > 0 && length <= 256 * 1024, "an answer of " + length + " bytes");
      in.position(in.position() + length);
      count++;
    }
    return count;
  }
}
