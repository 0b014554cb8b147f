package dev.aikagi.key;

import dev.aikagi.Bytes;

/** Whose certificates a serial number or a key ID of a revocation list means. */
public sealed interface RevocationScope {
  /** Those of one authority. */
  record Authority(PublicKey key) implements RevocationScope {
    @Override
    public Bytes blob() {
      return key.blob();
    }
  }

  /** Those of every authority. */
  record EveryAuthority() implements RevocationScope {
    @Override
    public Bytes blob() {
      return Bytes.EMPTY;
    }
  }

  /** The authority as a list writes it. */
  Bytes blob();
}
