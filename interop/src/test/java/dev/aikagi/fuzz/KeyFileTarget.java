package dev.aikagi.fuzz;

import dev.aikagi.key.KeyFileException;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PrivateKeyFile.WriteOptions;

/**
 * {@link PrivateKeyFile#read} of every form, without a passphrase: to try one takes a tenth of a
 * second, and what it opens is read by the same code.
 */
public final class KeyFileTarget {
  private KeyFileTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws KeyFileException {
    switch (PrivateKeyFile.read(data, null)) {
      case PrivateKeyFile.Refused refused -> Found.oneLine(refused.reason().summary());
      case PrivateKeyFile.Loaded loaded -> {
        try (PrivateKey key = loaded.key()) {
          byte[] written = PrivateKeyFile.write(key, loaded.comment(), WriteOptions.openSsh(null));
          try (PrivateKey again = PrivateKeyFile.read(written, null).orThrow().key()) {
            Found.check(again.publicKey().equals(key.publicKey()), "another key when it is read");
          }
        }
      }
    }
    try {
      Found.sayNothing(PrivateKeyFile.publicHalf(data));
    } catch (KeyFileException e) {
      Found.oneLine(e.reason().summary());
    }
  }
}
