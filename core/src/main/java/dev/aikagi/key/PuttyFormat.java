package dev.aikagi.key;

import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Reads PuTTY's private key files, versions 2 and 3 (appendix C of its manual). */
final class PuttyFormat {
  private static final int KEY = 32;
  private static final int IV = 16;
  static final int BLOCK = 16;

  private PuttyFormat() {}

  static boolean applies(byte[] content) {
    return PuttyFile.applies(content);
  }

  static PublicKey publicHalf(byte[] content) throws MalformedException, KeyFileException {
    PuttyFile file = PuttyFile.parse(content);
    file.privateBlob().close();
    return PublicKey.parse(file.publicBlob());
  }

  static PrivateKeyFile.Loaded read(byte[] content, @Nullable SecretBytes passphrase)
      throws MalformedException, KeyFileException {
    PuttyFile file = PuttyFile.parse(content);
    byte[] plain = new byte[0];
    try {
      checkType(file);
      plain = open(file, passphrase);
      PrivateKey key = fields(PublicKey.parse(file.publicBlob()), new WireReader(plain));
      String comment = file.comment().utf8();
      PrivateKeyFormat format = file.version() == 3 ? PrivateKeyFormat.PPK : PrivateKeyFormat.PPK2;
      return new PrivateKeyFile.Loaded(key, comment, format, file.encrypted());
    } finally {
      Arrays.fill(plain, (byte) 0);
      file.privateBlob().close();
    }
  }

  private static void checkType(PuttyFile file) throws KeyFileException, MalformedException {
    KeyType type = KeyType.named(file.type()).orElse(null);
    if (type == null || type.securityKey() || type.certificate()) {
      throw new KeyFileException(
          new KeyFileRefusal.UnsupportedType(dev.aikagi.Printable.of(file.type(), 64)));
    }
    if (KeyType.ofBlob(file.publicBlob()).orElse(null) != type) {
      throw KeyFileException.damaged("the public key is of another type");
    }
  }

  /** Decrypts and checks the MAC, which covers everything, the comment and the type too. */
  private static byte[] open(PuttyFile file, @Nullable SecretBytes passphrase)
      throws KeyFileException {
    byte[] secret = new byte[0];
    if (file.encrypted()) {
      if (passphrase == null || passphrase.length() == 0) {
        throw new KeyFileException(new KeyFileRefusal.PassphraseRequired());
      }
      if (file.privateBlob().length() == 0 || file.privateBlob().length() % BLOCK != 0) {
        throw KeyFileException.damaged("the encrypted part is not of whole blocks");
      }
      secret = passphrase.expose();
    }
    byte[][] keys = new byte[0][];
    try {
      keys = keys(file, secret);
      byte[] stored = file.privateBlob().expose();
      byte[] plain = file.encrypted() ? decrypt(keys[0], keys[1], stored) : stored.clone();
      if (!MessageDigest.isEqual(mac(file, keys[2], plain), file.mac().toArray())) {
        Arrays.fill(plain, (byte) 0);
        throw file.encrypted()
            ? new KeyFileException(new KeyFileRefusal.WrongPassphrase())
            : KeyFileException.damaged("the MAC is wrong");
      }
      return plain;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks AES or HMAC", e);
    } finally {
      for (byte[] k : keys) {
        Arrays.fill(k, (byte) 0);
      }
    }
  }

  /** Cipher key, initialisation vector, MAC key. */
  static byte[][] keys(PuttyFile file, byte[] passphrase) throws KeyFileException {
    return file.version() == 3 ? version3(file, passphrase) : version2(passphrase);
  }

  private static byte[][] version3(PuttyFile file, byte[] passphrase) throws KeyFileException {
    if (!file.encrypted()) {
      return new byte[][] {new byte[0], new byte[0], new byte[0]};
    }
    byte[] all = PuttyArgon2.derive(file, passphrase, KEY + IV + KEY);
    byte[][] out = {
      Arrays.copyOf(all, KEY),
      Arrays.copyOfRange(all, KEY, KEY + IV),
      Arrays.copyOfRange(all, KEY + IV, all.length)
    };
    Arrays.fill(all, (byte) 0);
    return out;
  }

  private static byte[][] version2(byte[] passphrase) {
    MessageDigest sha1;
    try {
      sha1 = MessageDigest.getInstance("SHA-1");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks SHA-1", e);
    }
    byte[] key = new byte[40];
    for (int i = 0; i < 2; i++) {
      sha1.update(new byte[] {0, 0, 0, (byte) i});
      byte[] half = sha1.digest(passphrase);
      System.arraycopy(half, 0, key, 20 * i, 20);
    }
    sha1.update("putty-private-key-file-mac-key".getBytes(StandardCharsets.US_ASCII));
    byte[][] out = {Arrays.copyOf(key, KEY), new byte[IV], sha1.digest(passphrase)};
    Arrays.fill(key, (byte) 0);
    return out;
  }

  private static byte[] decrypt(byte[] key, byte[] iv, byte[] sealed)
      throws GeneralSecurityException {
    return cipher(Cipher.DECRYPT_MODE, key, iv).doFinal(sealed);
  }

  static byte[] encrypt(byte[] key, byte[] iv, byte[] plain) throws GeneralSecurityException {
    return cipher(Cipher.ENCRYPT_MODE, key, iv).doFinal(plain);
  }

  private static Cipher cipher(int mode, byte[] key, byte[] iv) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
    return cipher;
  }

  static byte[] mac(PuttyFile file, byte[] key, byte[] plain) throws GeneralSecurityException {
    WireWriter data = new WireWriter(2048);
    data.writeUtf8(file.type()).writeUtf8(file.encryption()).writeString(file.comment());
    data.writeString(file.publicBlob()).writeString(plain);
    String name = file.version() == 3 ? "HmacSHA256" : "HmacSHA1";
    Mac mac = Mac.getInstance(name);
    // An empty key and one zero byte are the same to HMAC; the JDK refuses the first.
    mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, name));
    mac.update(data.array(), 0, data.length());
    data.wipe();
    return mac.doFinal();
  }

  /** What follows the last field is padding of the cipher; the MAC covered it. */
  private static PrivateKey fields(PublicKey publicKey, WireReader in)
      throws MalformedException, KeyFileException {
    return switch (publicKey) {
      case RsaPublicKey k -> {
        BigInteger d = in.readUnsignedMpint();
        BigInteger p = in.readUnsignedMpint();
        BigInteger q = in.readUnsignedMpint();
        yield KeyParts.rsa(k.modulus(), k.publicExponent(), d, p, q, in.readUnsignedMpint());
      }
      case DsaPublicKey k -> KeyParts.dsa(k.p(), k.q(), k.g(), k.y(), in.readUnsignedMpint());
      case EcdsaPublicKey k ->
          KeyParts.ecdsa(k.type(), in.readUnsignedMpint(), k.point().toArray());
      case Ed25519PublicKey k -> {
        byte[] seed = in.readString();
        try {
          yield KeyParts.ed25519(seed, k.point());
        } finally {
          Arrays.fill(seed, (byte) 0);
        }
      }
      case SecurityKeyPublicKey k ->
          throw new KeyFileException(new KeyFileRefusal.UnsupportedType(k.type().wireName()));
    };
  }
}
