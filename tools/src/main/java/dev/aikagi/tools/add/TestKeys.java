package dev.aikagi.tools.add;

import dev.aikagi.Bytes;
import dev.aikagi.agent.AgentException;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.tools.Fatal;
import java.io.IOException;
import java.security.SecureRandom;

/** -T: whether the agent can sign with its keys, and does it right. */
record TestKeys(AddLine line, Desk desk) {
  private static final int DATA = 1024;

  boolean test() throws Fatal {
    if (line.operands().isEmpty()) {
      throw new Fatal("no keys to test");
    }
    boolean all = true;
    for (String file : line.operands()) {
      all &= test(file);
    }
    return all;
  }

  private boolean test(String file) {
    KeyOrCertificate shown;
    try {
      shown = PublicFile.load(file).key();
    } catch (IOException e) {
      desk.log("Couldn't read public key " + file + ": " + PublicFile.words(e));
      return false;
    }
    PublicKey key = shown.key();
    SignatureAlgorithm algorithm =
        key.type() == KeyType.SSH_RSA
            ? SignatureAlgorithm.RSA_SHA2_256
            : SignatureAlgorithm.named(key.type().wireName()).orElseThrow();
    byte[] data = new byte[DATA];
    new SecureRandom().nextBytes(data);
    Bytes signature;
    try {
      signature = desk.agent().sign(shown.blob(), algorithm, data);
    } catch (AgentException e) {
      desk.log("Agent signature failed for " + file + ": " + Desk.words(e));
      return false;
    }
    if (!key.verify(algorithm, data, signature, 1024)) {
      desk.log("Signature verification failed for " + file + ": incorrect signature");
      return false;
    }
    desk.debug(1, "good signature with " + file);
    return true;
  }
}
