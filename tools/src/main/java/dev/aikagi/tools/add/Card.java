package dev.aikagi.tools.add;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.agent.AgentException;
import dev.aikagi.agent.CardKeys;
import dev.aikagi.agent.KeyConstraints;
import dev.aikagi.tools.Fatal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * -s and -e: has the agent take the keys of a smartcard, or forget them. The agent is the one that
 * speaks PKCS#11, as OpenSSH's does; this tool needs no library for that.
 */
record Card(AddLine line, Desk desk, KeyConstraints constraints) {
  /** False where something went wrong; what, was said. */
  boolean update(String id) throws IOException, Fatal {
    boolean removes = line.has('d');
    CardKeys card = new CardKeys(id, certificates(), line.has('C'));
    try {
      if (removes) {
        desk.agent().removeCard(card, constraints);
      } else {
        add(card);
      }
    } catch (AgentException e) {
      String verb = removes ? "remove" : "add";
      desk.say("Could not " + verb + " card \"" + id + "\": " + Desk.words(e));
      return false;
    }
    if (!line.has('q')) {
      desk.say("Card " + (removes ? "removed: " : "added: ") + id);
    }
    return true;
  }

  private void add(CardKeys card) throws IOException {
    try (SecretBytes pin = desk.secrets().ask("Enter passphrase for PKCS#11: ")) {
      desk.agent().addCard(card, pin, constraints);
    }
  }

  /** Read in any case, so that a wrong name is said; -k has none sent. */
  private List<Bytes> certificates() throws Fatal {
    List<Bytes> found = new ArrayList<>();
    for (String file : line.operands()) {
      try {
        found.add(PublicFile.load(file).key().blob());
      } catch (IOException e) {
        throw new Fatal("load certificate " + file + ": " + PublicFile.words(e));
      }
    }
    return line.has('k') ? List.of() : found;
  }
}
