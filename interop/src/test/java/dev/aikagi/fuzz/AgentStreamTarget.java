package dev.aikagi.fuzz;

import dev.aikagi.Bytes;
import dev.aikagi.agent.AgentAdministration;
import dev.aikagi.agent.AgentException;
import dev.aikagi.agent.AgentServer;
import dev.aikagi.agent.Keyring;
import dev.aikagi.agent.KeyringOptions;
import dev.aikagi.agent.SessionBinding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The frames of the agent protocol, on either side: lengths that no message has, and an end in the
 * middle of one.
 */
public final class AgentStreamTarget {
  private static final SessionBinding BINDING =
      new SessionBinding(Found.AUTHORITY.publicKey().blob(), Bytes.utf8("id"), Bytes.EMPTY, true);

  private AgentStreamTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    try (Keyring keyring = new Keyring(KeyringOptions.defaults())) {
      // A wrong passphrase costs a delay, and the search would find little else.
      if (!unlocks(data)) {
        new AgentServer(keyring).serve(new ByteArrayInputStream(data), answers);
      }
    } catch (IOException e) {
      Found.oneLine(String.valueOf(e.getMessage()));
    }
    Found.check(answers.size() < 4096 + data.length, "more is said than was asked");
    try {
      Found.sayNothing(
          BINDING.announce(new ByteArrayInputStream(data), OutputStream.nullOutputStream()));
    } catch (IOException e) {
      Found.oneLine(String.valueOf(e.getMessage()));
    }
    try (AgentAdministration agent =
        new AgentAdministration(
            new ByteArrayInputStream(data), OutputStream.nullOutputStream(), () -> {})) {
      for (int i = 0; i < 4; i++) {
        Found.sayNothing(agent.keys());
      }
    } catch (AgentException e) {
      Found.oneLine(e.reason().summary());
    }
  }

  /** Whether a message of it may be one of locking: some byte has their number. */
  private static boolean unlocks(byte[] data) {
    for (int i = 4; i < data.length; i++) {
      if (data[i] == 22 || data[i] == 23) {
        return true;
      }
    }
    return false;
  }
}
