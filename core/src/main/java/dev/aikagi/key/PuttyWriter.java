package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.wire.WireWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Writes PuTTY's private key files: version 3, which PuTTY has since 0.75, and version 2 for older
 * programs and for Tera Term before 5 (appendix C of PuTTY's manual).
 */
final class PuttyWriter {
  /** KiB; PuTTY's own default. */
  private static final int MEMORY = 8192;

  private static final int SALT = 16;
  private static final int WIDTH = 64;
  private static final SecureRandom RANDOM = new SecureRandom();

  private PuttyWriter() {}

  /**
   * The bytes of the file, for the caller to wipe.
   *
   * @param passphrase null or empty for a clear file
   * @param passes of Argon2, which version 2 has none of
   */
  static byte[] write(
      PrivateKey key, String comment, int version, @Nullable SecretBytes passphrase, int passes)
      throws KeyFileException {
    boolean encrypts = passphrase != null && passphrase.length() > 0;
    PuttyFile.Kdf kdf =
        encrypts && version == 3
            ? new PuttyFile.Kdf("Argon2id", MEMORY, passes, 1, Bytes.of(random(SALT)))
            : null;
    try (SecretBytes plain = SecretBytes.taking(fields(key, encrypts))) {
      PuttyFile file =
          new PuttyFile(
              version,
              key.type().wireName(),
              encrypts ? PuttyFile.AES : PuttyFile.CLEAR,
              Bytes.utf8(oneLine(comment)),
              key.publicKey().blob(),
              kdf,
              plain,
              Bytes.EMPTY);
      return sealed(file, passphrase == null ? new byte[0] : passphrase.expose());
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** A line break would end the field, and what follows it would be read as the next one. */
  private static String oneLine(String comment) {
    return comment.replace('\r', ' ').replace('\n', ' ');
  }

  /** Filled up to whole blocks with anything, where there is a cipher; the MAC covers that too. */
  private static byte[] fields(PrivateKey key, boolean fill) throws KeyFileException {
    WireWriter out = new WireWriter(4096);
    switch (key) {
      case RsaPrivateKey k ->
          out.writeMpint(k.privateExponent())
              .writeMpint(k.primeP())
              .writeMpint(k.primeQ())
              .writeMpint(k.coefficient());
      case DsaPrivateKey k -> out.writeUnsignedMpint(k.x().expose());
      case EcdsaPrivateKey k -> out.writeUnsignedMpint(k.scalar().expose());
      case Ed25519PrivateKey k -> out.writeString(k.seed().expose());
      case SecurityKeyPrivateKey k ->
          throw new KeyFileException(new KeyFileRefusal.NoSuchForm(k.type(), "PPK"));
    }
    if (fill) {
      out.writeRaw(random(Math.floorMod(-out.length(), PuttyFormat.BLOCK)));
    }
    byte[] fields = out.toArray();
    out.wipe();
    return fields;
  }

  private static byte[] sealed(PuttyFile file, byte[] passphrase) throws KeyFileException {
    byte[][] keys = PuttyFormat.keys(file, passphrase);
    byte[] stored = new byte[0];
    try {
      byte[] plain = file.privateBlob().expose();
      stored = file.encrypted() ? PuttyFormat.encrypt(keys[0], keys[1], plain) : plain.clone();
      return text(file, stored, PuttyFormat.mac(file, keys[2], plain));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks AES or HMAC", e);
    } finally {
      Arrays.fill(stored, (byte) 0);
      for (byte[] key : keys) {
        Arrays.fill(key, (byte) 0);
      }
    }
  }

  private static byte[] text(PuttyFile file, byte[] stored, byte[] mac) {
    try (Text text = new Text()) {
      text.line("PuTTY-User-Key-File-" + file.version() + ": " + file.type());
      text.line("Encryption: " + file.encryption());
      text.line("Comment: " + file.comment().utf8());
      text.body("Public-Lines", file.publicBlob().toArray());
      PuttyFile.Kdf kdf = file.kdf();
      if (kdf != null) {
        text.line("Key-Derivation: " + kdf.flavour());
        text.line("Argon2-Memory: " + kdf.memory());
        text.line("Argon2-Passes: " + kdf.passes());
        text.line("Argon2-Parallelism: " + kdf.parallelism());
        text.line("Argon2-Salt: " + HexFormat.of().formatHex(kdf.salt().toArray()));
      }
      text.body("Private-Lines", stored);
      text.line("Private-MAC: " + HexFormat.of().formatHex(mac));
      return text.toByteArray();
    }
  }

  /** Collects lines, and leaves nothing of a clear key behind when it is closed. */
  private static final class Text extends ByteArrayOutputStream {
    Text() {
      // Large enough that it does not grow, which would leave a copy behind.
      super(32 * 1024);
    }

    void line(String line) {
      writeBytes(line.getBytes(StandardCharsets.UTF_8));
      write('\n');
    }

    void body(String name, byte[] blob) {
      byte[] base64 = Base64.getEncoder().encode(blob);
      int lines = (base64.length + WIDTH - 1) / WIDTH;
      line(name + ": " + lines);
      for (int i = 0; i < lines; i++) {
        write(base64, i * WIDTH, Math.min(WIDTH, base64.length - i * WIDTH));
        write('\n');
      }
      Arrays.fill(base64, (byte) 0);
    }

    @Override
    public void close() {
      Arrays.fill(buf, (byte) 0);
    }
  }
}
