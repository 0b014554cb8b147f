package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.crypto.BcryptPbkdf;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** OpenSSH's own private key files (its PROTOCOL.key). */
final class OpenSshFormat {
  static final String LABEL = "OPENSSH PRIVATE KEY";

  private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
  private static final String NONE = "none";
  private static final String BCRYPT = "bcrypt";
  private static final int NONE_BLOCK = 8;
  private static final int SALT = 16;
  private static final int MAX_SALT = 1024;

  private OpenSshFormat() {}

  /** What stands before the encrypted part. */
  private record Head(String cipher, String kdf, Bytes kdfOptions, Bytes publicBlob) {}

  /** The public key, which is not encrypted. */
  static PublicKey publicHalf(byte[] content) throws MalformedException {
    return PublicKey.parse(head(new WireReader(content)).publicBlob());
  }

  static PrivateKeyFile.Loaded read(byte[] content, @Nullable SecretBytes passphrase)
      throws MalformedException, KeyFileException {
    WireReader in = new WireReader(content);
    Head head = head(in);
    checkType(head.publicBlob());
    if (head.cipher().equals(NONE)) {
      if (!head.kdf().equals(NONE)) {
        throw KeyFileException.damaged("a key derivation without a cipher");
      }
      byte[] plain = in.readString();
      in.expectEnd();
      return open(plain, NONE_BLOCK, head, false);
    }
    KeyFileCipher cipher =
        KeyFileCipher.named(head.cipher())
            .orElseThrow(() -> new KeyFileException(unsupported(head.cipher())));
    if (!head.kdf().equals(BCRYPT)) {
      throw new KeyFileException(unsupported(head.kdf()));
    }
    byte[] sealed = sealed(in, cipher);
    if (passphrase == null || passphrase.length() == 0) {
      throw new KeyFileException(new KeyFileRefusal.PassphraseRequired());
    }
    return open(
        decrypt(cipher, head.kdfOptions(), passphrase, sealed), cipher.blockSize(), head, true);
  }

  private static Head head(WireReader in) throws MalformedException {
    if (!MessageDigest.isEqual(in.readRaw(MAGIC.length), MAGIC)) {
      throw new MalformedException("openssh-key-v1 is missing");
    }
    String cipher = in.readName();
    String kdf = in.readName();
    Bytes options = in.readBytes();
    long keys = in.readUint32();
    if (keys != 1) {
      throw new MalformedException("a file of " + keys + " keys");
    }
    return new Head(cipher, kdf, options, in.readBytes());
  }

  /** Says "unsupported" before it says anything else about a file. */
  private static void checkType(Bytes blob) throws MalformedException, KeyFileException {
    String name = new WireReader(blob).readName();
    KeyType type = KeyType.named(name).orElse(null);
    if (type == null || type.certificate()) {
      throw new KeyFileException(
          new KeyFileRefusal.UnsupportedType(dev.aikagi.Printable.of(name, 64)));
    }
  }

  private static KeyFileRefusal unsupported(String name) {
    return new KeyFileRefusal.UnsupportedProtection(dev.aikagi.Printable.of(name, 64));
  }

  /** The encrypted string and the tag behind it. */
  private static byte[] sealed(WireReader in, KeyFileCipher cipher) throws MalformedException {
    byte[] body = in.readString();
    if (body.length < cipher.blockSize() || body.length % cipher.blockSize() != 0) {
      throw new MalformedException("the encrypted part is not of whole blocks");
    }
    byte[] tag = in.readRaw(cipher.tagLength());
    in.expectEnd();
    byte[] sealed = Arrays.copyOf(body, body.length + tag.length);
    System.arraycopy(tag, 0, sealed, body.length, tag.length);
    return sealed;
  }

  private static byte[] decrypt(
      KeyFileCipher cipher, Bytes kdfOptions, SecretBytes passphrase, byte[] sealed)
      throws MalformedException, KeyFileException {
    WireReader options = new WireReader(kdfOptions);
    byte[] salt = options.readString(MAX_SALT);
    long rounds = options.readUint32();
    options.expectEnd();
    if (salt.length == 0 || rounds == 0) {
      throw new MalformedException("bcrypt without salt or rounds");
    }
    if (rounds > PrivateKeyFile.MAX_ROUNDS) {
      throw new KeyFileException(
          new KeyFileRefusal.TooCostly("a bcrypt count", rounds, PrivateKeyFile.MAX_ROUNDS));
    }
    byte[] material =
        BcryptPbkdf.derive(passphrase.expose(), salt, (int) rounds, cipher.materialLength());
    try {
      return cipher.decrypt(material, sealed);
    } catch (GeneralSecurityException e) {
      throw new KeyFileException(new KeyFileRefusal.WrongPassphrase(), e);
    } finally {
      Arrays.fill(material, (byte) 0);
    }
  }

  private static PrivateKeyFile.Loaded open(byte[] plain, int block, Head head, boolean encrypted)
      throws MalformedException, KeyFileException {
    try {
      WireReader in = new WireReader(plain);
      boolean whole = plain.length % block == 0 && plain.length >= 8;
      if (!whole || !checkNumbersAgree(in)) {
        // The two random numbers agree only where the right key decrypted them.
        throw encrypted
            ? new KeyFileException(new KeyFileRefusal.WrongPassphrase())
            : KeyFileException.damaged("the check numbers differ");
      }
      PrivateKey key = PrivateFields.read(in);
      try {
        String comment = comment(in, key, head);
        return new PrivateKeyFile.Loaded(key, comment, PrivateKeyFormat.OPENSSH, encrypted);
      } catch (MalformedException | KeyFileException e) {
        key.close();
        throw e;
      }
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** What follows the key: its comment, and the padding, which is checked. */
  private static String comment(WireReader in, PrivateKey key, Head head)
      throws MalformedException, KeyFileException {
    String comment = new String(in.readString(), StandardCharsets.UTF_8);
    for (int i = 1; in.remaining() > 0; i++) {
      if (i > 255 || in.readByte() != i) {
        throw KeyFileException.damaged("the padding is wrong");
      }
    }
    if (!key.publicKey().blob().equals(head.publicBlob())) {
      throw KeyParts.mismatch(key.type());
    }
    return comment;
  }

  private static boolean checkNumbersAgree(WireReader in) throws MalformedException {
    long first = in.readUint32();
    return first == in.readUint32();
  }

  /** The binary form; {@link Armour} makes the file of it. */
  static byte[] write(
      PrivateKey key,
      String comment,
      @Nullable SecretBytes passphrase,
      KeyFileCipher cipher,
      int rounds) {
    SecretBytes secret = passphrase == null || passphrase.length() == 0 ? null : passphrase;
    WireWriter out = new WireWriter(1024).writeRaw(MAGIC);
    byte[] plain = plain(key, comment, secret == null ? NONE_BLOCK : cipher.blockSize());
    try {
      if (secret == null) {
        out.writeUtf8(NONE).writeUtf8(NONE).writeString(new byte[0]);
        return out.writeUint32(1).writeString(key.publicKey().blob()).writeString(plain).toArray();
      }
      byte[] salt = new byte[SALT];
      new SecureRandom().nextBytes(salt);
      out.writeUtf8(cipher.wireName()).writeUtf8(BCRYPT);
      out.writeString(new WireWriter().writeString(salt).writeUint32(rounds));
      out.writeUint32(1).writeString(key.publicKey().blob());
      byte[] sealed = encrypt(cipher, secret.expose(), salt, rounds, plain);
      // The tag is not counted by the length of the string before it.
      return out.writeUint32(plain.length).writeRaw(sealed).toArray();
    } finally {
      Arrays.fill(plain, (byte) 0);
      out.wipe();
    }
  }

  private static byte[] encrypt(
      KeyFileCipher cipher, byte[] passphrase, byte[] salt, int rounds, byte[] plain) {
    byte[] material = BcryptPbkdf.derive(passphrase, salt, rounds, cipher.materialLength());
    try {
      return cipher.encrypt(material, plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks " + cipher.wireName(), e);
    } finally {
      Arrays.fill(material, (byte) 0);
    }
  }

  private static byte[] plain(PrivateKey key, String comment, int block) {
    WireWriter out = new WireWriter(2048);
    byte[] check = new byte[4];
    new SecureRandom().nextBytes(check);
    out.writeRaw(check).writeRaw(check);
    PrivateFields.write(out, key);
    out.writeUtf8(comment);
    for (int i = 1; out.length() % block != 0; i++) {
      out.writeByte(i);
    }
    byte[] plain = out.toArray();
    out.wipe();
    return plain;
  }
}
