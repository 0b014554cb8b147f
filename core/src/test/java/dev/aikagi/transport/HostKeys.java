package dev.aikagi.transport;

import dev.aikagi.Reason;
import dev.aikagi.kex.HostKeyCheck;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.Signer;
import java.util.List;

/** Host keys for tests, made once, and a client that takes any. */
final class HostKeys {
  private HostKeys() {}

  static final PrivateKey ED25519 = KeyGenerator.ed25519();
  static final List<Signer> DEFAULT = List.of(ED25519);

  static final HostKeyCheck ANY =
      (key, algorithm) -> new HostKeyVerdict.Accepted(Said.of("a test takes any key"));

  record Said(String summary) implements Reason {
    static Said of(String text) {
      return new Said(text);
    }
  }
}
