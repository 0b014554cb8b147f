package dev.aikagi.key;

import dev.aikagi.key.PuttyFile.Kdf;
import java.util.Objects;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** The key derivation of PuTTY's version 3, which the JDK lacks. */
final class PuttyArgon2 {
  /** KiB. PuTTY's default is 8192. */
  private static final int MAX_MEMORY = 1 << 18;

  /** KiB times passes: about half a minute. PuTTY's default is 8192 times some twenty. */
  private static final long MAX_WORK = 1L << 25;

  private static final int MAX_PARALLELISM = 256;

  /** RFC 9106 section 3.1. */
  private static final int MIN_SALT = 8;

  private PuttyArgon2() {}

  static byte[] derive(PuttyFile file, byte[] passphrase, int length) throws KeyFileException {
    Kdf kdf = Objects.requireNonNull(file.kdf());
    limit("an Argon2 memory in KiB", kdf.memory(), MAX_MEMORY);
    limit("an Argon2 work in KiB", (long) kdf.memory() * kdf.passes(), MAX_WORK);
    limit("an Argon2 parallelism", kdf.parallelism(), MAX_PARALLELISM);
    if (kdf.salt().length() < MIN_SALT || kdf.memory() < 8 * kdf.parallelism()) {
      throw KeyFileException.damaged("the Argon2 parameters are too small");
    }
    try {
      return Generator.run(kdf, flavour(kdf.flavour()), passphrase, length);
    } catch (NoClassDefFoundError e) {
      // Bouncy Castle is optional at run time.
      throw new KeyFileException(
          new KeyFileRefusal.LibraryMissing("Argon2, which protects this PPK version 3 file,"), e);
    }
  }

  private static void limit(String what, long value, long limit) throws KeyFileException {
    if (value > limit) {
      throw new KeyFileException(new KeyFileRefusal.TooCostly(what, value, limit));
    }
  }

  /** Argon2's type numbers (RFC 9106 section 3.1). */
  private static int flavour(String name) throws KeyFileException {
    return switch (name) {
      case "Argon2d" -> 0;
      case "Argon2i" -> 1;
      case "Argon2id" -> 2;
      default ->
          throw new KeyFileException(
              new KeyFileRefusal.UnsupportedProtection(dev.aikagi.Printable.of(name, 64)));
    };
  }

  /** Apart, so that the classes of the library are looked for only here. */
  private static final class Generator {
    private Generator() {}

    static byte[] run(Kdf kdf, int flavour, byte[] passphrase, int length) {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(flavour)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(kdf.memory())
              .withIterations(kdf.passes())
              .withParallelism(kdf.parallelism())
              .withSalt(kdf.salt().toArray())
              .build());
      byte[] out = new byte[length];
      generator.generateBytes(passphrase, out);
      return out;
    }
  }
}
