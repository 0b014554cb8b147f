package dev.aikagi.tools.add;

import dev.aikagi.MalformedException;
import dev.aikagi.Printable;
import dev.aikagi.agent.AgentException;
import dev.aikagi.agent.ListedKey;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** -l, -L and -Q: what the agent says that it has. */
record ShowKeys(AddLine line, Desk desk) {
  /** A comment comes from whoever runs the agent, which may be another machine. */
  private static final int MAX_COMMENT = 4096;

  boolean list() {
    List<ListedKey> keys;
    try {
      keys = desk.agent().keys();
    } catch (AgentException e) {
      desk.say("error fetching identities: " + Desk.words(e));
      return false;
    }
    if (keys.isEmpty()) {
      desk.out().println("The agent has no identities.");
      return false;
    }
    for (ListedKey key : keys) {
      print(key);
    }
    return true;
  }

  private void print(ListedKey listed) {
    String comment = Printable.of(listed.comment().utf8(), MAX_COMMENT);
    try {
      Optional<KeyType> type = KeyType.ofBlob(listed.blob());
      if (type.isEmpty()) {
        desk.debug(1, "a key of a type that is not known here: " + comment);
        return;
      }
      PublicKey key = KeyOrCertificate.parse(listed.blob()).key();
      if (line.has('l')) {
        Fingerprint fingerprint = Fingerprint.of(key, line.hash());
        desk.out()
            .println(
                key.bits()
                    + " "
                    + fingerprint
                    + " "
                    + comment
                    + " ("
                    + type.get().shortName()
                    + ")");
      } else {
        String base64 = Base64.getEncoder().encodeToString(listed.blob().toArray());
        desk.out().println(type.get().wireName() + " " + base64 + " " + comment);
      }
    } catch (MalformedException e) {
      desk.debug(1, "a faulty key: " + comment + ": " + e.getMessage());
    }
  }

  boolean extensions() {
    try {
      Optional<List<String>> names = desk.agent().extensions();
      if (names.isEmpty()) {
        desk.say("The agent does not say which extensions it has.");
        return false;
      }
      names.get().forEach(name -> desk.out().println(Printable.of(name, MAX_COMMENT)));
      return true;
    } catch (AgentException e) {
      desk.say("error fetching extensions: " + Desk.words(e));
      return false;
    }
  }
}
