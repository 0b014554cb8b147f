package dev.aikagi.tools.add;

import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.agent.AgentException;
import dev.aikagi.agent.KeyConstraints;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.SecurityKeyPrivateKey;
import dev.aikagi.key.TransferredKey;
import dev.aikagi.posix.SecurityKeyException;
import dev.aikagi.posix.SecurityKeyProvider;
import dev.aikagi.posix.SecurityKeyProvider.ResidentKey;
import dev.aikagi.tools.securitykey.Token;
import dev.aikagi.tools.securitykey.TokenException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** -K: adds the keys that an authenticator keeps. */
final class ResidentKeys {
  private static final String BAD = "invalid format";

  private final AddLine line;
  private final Desk desk;
  private final KeyConstraints constraints;
  private final String provider;

  ResidentKeys(AddLine line, Desk desk, KeyConstraints constraints, String provider) {
    this.line = line;
    this.desk = desk;
    this.constraints = constraints.withSecurityKeyProvider(provider);
    this.provider = provider;
  }

  /** False where something went wrong, or there is no key; what went wrong, was said. */
  boolean add() throws IOException {
    List<ResidentKey> found;
    try (SecretBytes pin = desk.secrets().ask("Enter PIN for authenticator: ")) {
      found = SecurityKeyProvider.load(provider).residentKeys(pin.expose(), Map.of());
    } catch (SecurityKeyException e) {
      boolean none = e.kind() == SecurityKeyException.Kind.NOT_A_PROVIDER;
      if (e.detail().isEmpty()) {
        desk.log(String.valueOf(e.getMessage()));
      }
      desk.log("Unable to load resident keys: " + (none ? BAD : TokenException.words(e)));
      return false;
    }
    boolean all = !found.isEmpty();
    for (ResidentKey one : found) {
      all &= add(one);
    }
    return all;
  }

  private boolean add(ResidentKey found) {
    try (SecurityKeyPrivateKey key = Token.resident(found)) {
      String name = key.type().shortName() + " " + Fingerprint.of(key.publicKey(), line.hash());
      try {
        desk.agent().add(TransferredKey.of(key), "", constraints);
      } catch (AgentException e) {
        desk.debug(1, Desk.words(e));
        desk.log("Unable to add key " + name);
        return false;
      }
      desk.added("Resident identity added: " + name, line, constraints);
      return true;
    } catch (MalformedException e) {
      desk.log("Unable to load resident keys: " + BAD);
      return false;
    }
  }
}
