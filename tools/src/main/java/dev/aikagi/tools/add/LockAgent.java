package dev.aikagi.tools.add;

import dev.aikagi.SecretBytes;
import dev.aikagi.agent.AgentException;
import java.io.IOException;

/** -x and -X. */
record LockAgent(Desk desk) {
  boolean lock() throws IOException {
    try (SecretBytes passphrase = desk.secrets().ask("Enter lock password: ");
        SecretBytes again = desk.secrets().ask("Again: ")) {
      if (!passphrase.matches(again.expose())) {
        desk.say("Passwords do not match.");
        return false;
      }
      desk.agent().lock(passphrase);
      desk.say("Agent locked.");
      return true;
    } catch (AgentException e) {
      desk.say("Failed to lock agent: " + Desk.words(e));
      return false;
    }
  }

  boolean unlock() throws IOException {
    try (SecretBytes passphrase = desk.secrets().ask("Enter lock password: ")) {
      desk.agent().unlock(passphrase);
      desk.say("Agent unlocked.");
      return true;
    } catch (AgentException e) {
      desk.say("Failed to unlock agent: " + Desk.words(e));
      return false;
    }
  }
}
