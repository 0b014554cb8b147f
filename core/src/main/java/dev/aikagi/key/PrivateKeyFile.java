package dev.aikagi.key;

import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes private key files of every known format. Stateless. */
public final class PrivateKeyFile {
  /** OpenSSH's limit, in bytes; a key of 16384 bits has 13 KiB. */
  public static final int MAX_FILE = 1024 * 1024;

  /** bcrypt rounds that ssh-keygen writes where -a does not say otherwise. */
  public static final int DEFAULT_ROUNDS = 24;

  /** More rounds than this take minutes, and a file may come from anybody. */
  public static final int MAX_ROUNDS = 4096;

  private static final String EC_PARAMETERS = "EC PARAMETERS";
  private static final String DSA_PARAMETERS = "DSA PARAMETERS";

  private PrivateKeyFile() {}

  /** What came of reading. */
  public sealed interface Reading {
    /** The key, or the refusal as an exception. */
    Loaded orThrow() throws KeyFileException;
  }

  /**
   * The key; whoever holds it closes it.
   *
   * @param comment empty where the format has none
   * @param encrypted whether a passphrase was needed
   */
  public record Loaded(PrivateKey key, String comment, PrivateKeyFormat format, boolean encrypted)
      implements Reading {
    @Override
    public Loaded orThrow() {
      return this;
    }

    /** Without the key. */
    @Override
    public String toString() {
      return "Loaded[" + key.type() + " " + format + "]";
    }
  }

  public record Refused(KeyFileRefusal reason) implements Reading {
    @Override
    public Loaded orThrow() throws KeyFileException {
      throw new KeyFileException(reason);
    }
  }

  /**
   * Reads a file of at most {@link #MAX_FILE} bytes. Its mode is not looked at: that is a matter of
   * trust, and of the caller.
   */
  public static Reading read(Path file, @Nullable SecretBytes passphrase) {
    byte[] content = new byte[0];
    try {
      content = content(file);
      return read(content, passphrase);
    } catch (KeyFileException e) {
      return new Refused(e.reason());
    } catch (IOException e) {
      return new Refused(new KeyFileRefusal.Unreadable(FileFault.sentence(e)));
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /** The bytes of a key file, for the caller to wipe; never more than {@link #MAX_FILE}. */
  public static byte[] content(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_FILE + 1);
      if (content.length > MAX_FILE) {
        Arrays.fill(content, (byte) 0);
        throw new KeyFileException(
            new KeyFileRefusal.TooCostly("a key file size", content.length, MAX_FILE));
      }
      return content;
    }
  }

  /**
   * Reads one key. Without a passphrase (or with an empty one) an encrypted file is refused with
   * {@link KeyFileRefusal.PassphraseRequired}, so that a caller can first try without and then ask.
   * The content and the passphrase stay the caller's to wipe.
   */
  public static Reading read(byte[] content, @Nullable SecretBytes passphrase) {
    try {
      return loaded(content, passphrase);
    } catch (KeyFileException e) {
      return new Refused(e.reason());
    } catch (MalformedException e) {
      return new Refused(new KeyFileRefusal.Damaged(String.valueOf(e.getMessage())));
    }
  }

  private static Loaded loaded(byte[] content, @Nullable SecretBytes passphrase)
      throws MalformedException, KeyFileException {
    if (PuttyFormat.applies(content)) {
      return PuttyFormat.read(content, passphrase);
    }
    Armour armour = Armour.find(content, EC_PARAMETERS, DSA_PARAMETERS).orElse(null);
    if (armour == null) {
      throw new KeyFileException(
          PublicKeyFile.isOneLine(content)
              ? new KeyFileRefusal.PublicKeyOnly()
              : new KeyFileRefusal.NotAKeyFile());
    }
    try (SecretBytes body = armour.body()) {
      return switch (armour.label()) {
        case OpenSshFormat.LABEL -> OpenSshFormat.read(body.expose(), passphrase);
        case Pkcs8.LABEL -> loaded(Pkcs8.read(body.expose()), PrivateKeyFormat.PKCS8, false);
        case Pkcs8.ENCRYPTED_LABEL -> encryptedPkcs8(armour, passphrase);
        case Pkcs1.RSA_LABEL, Pkcs1.EC_LABEL, Pkcs1.DSA_LABEL -> pem(armour, passphrase);
        default -> throw new KeyFileException(otherLabel(armour.label()));
      };
    }
  }

  private static KeyFileRefusal otherLabel(String label) {
    if (label.endsWith("PUBLIC KEY")) {
      return new KeyFileRefusal.PublicKeyOnly();
    }
    return label.endsWith("PRIVATE KEY")
        ? new KeyFileRefusal.UnsupportedType(dev.aikagi.Printable.of(label, 64))
        : new KeyFileRefusal.NotAKeyFile();
  }

  private static Loaded loaded(PrivateKey key, PrivateKeyFormat format, boolean encrypted) {
    return new Loaded(key, "", format, encrypted);
  }

  private static SecretBytes needed(@Nullable SecretBytes passphrase) throws KeyFileException {
    if (passphrase == null || passphrase.length() == 0) {
      throw new KeyFileException(new KeyFileRefusal.PassphraseRequired());
    }
    return passphrase;
  }

  private static Loaded encryptedPkcs8(Armour armour, @Nullable SecretBytes passphrase)
      throws MalformedException, KeyFileException {
    byte[] plain = Pkcs8Encryption.decrypt(armour.body().expose(), needed(passphrase));
    return decrypted(plain, Pkcs8::read, PrivateKeyFormat.PKCS8);
  }

  private static Loaded pem(Armour armour, @Nullable SecretBytes passphrase)
      throws MalformedException, KeyFileException {
    Parser parser =
        switch (armour.label()) {
          case Pkcs1.RSA_LABEL -> Pkcs1::readRsa;
          case Pkcs1.DSA_LABEL -> Pkcs1::readDsa;
          default -> Pkcs1::readEc;
        };
    if (!PemEncryption.applies(armour)) {
      return loaded(parser.parse(armour.body().expose()), PrivateKeyFormat.PEM, false);
    }
    return decrypted(
        PemEncryption.decrypt(armour, needed(passphrase)), parser, PrivateKeyFormat.PEM);
  }

  private interface Parser {
    PrivateKey parse(byte[] der) throws MalformedException, KeyFileException;
  }

  /**
   * Neither of the two old encryptions has a MAC: where the padding fits by chance (1 in 256), the
   * structure inside tells that the passphrase was wrong.
   */
  private static Loaded decrypted(byte[] plain, Parser parser, PrivateKeyFormat format)
      throws KeyFileException {
    try {
      return loaded(parser.parse(plain), format, true);
    } catch (MalformedException e) {
      throw new KeyFileException(new KeyFileRefusal.WrongPassphrase(), e);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /**
   * The public half where the file shows it without a passphrase (OpenSSH's format and PuTTY's).
   *
   * @throws KeyFileException where the file is not of these formats, or damaged
   */
  public static PublicKey publicHalf(byte[] content) throws KeyFileException {
    try {
      if (PuttyFormat.applies(content)) {
        return PuttyFormat.publicHalf(content);
      }
      Armour armour = Armour.find(content).orElse(null);
      if (armour != null) {
        try (SecretBytes body = armour.body()) {
          if (armour.label().equals(OpenSshFormat.LABEL)) {
            return OpenSshFormat.publicHalf(body.expose());
          }
        }
      }
    } catch (MalformedException e) {
      throw new KeyFileException(new KeyFileRefusal.Damaged(String.valueOf(e.getMessage())), e);
    }
    throw new KeyFileException(new KeyFileRefusal.NotAKeyFile());
  }

  /**
   * How a file is to be written. The passphrase stays the caller's to wipe.
   *
   * @param cipher of OpenSSH's format; each of the others has its own
   * @param rounds of OpenSSH's bcrypt, or passes of PuTTY's Argon2 over 8 MiB
   */
  public record WriteOptions(
      PrivateKeyFormat format, @Nullable SecretBytes passphrase, KeyFileCipher cipher, int rounds) {
    public WriteOptions {
      if (rounds < 1 || rounds > MAX_ROUNDS) {
        throw new IllegalArgumentException("rounds: " + rounds);
      }
    }

    /** OpenSSH's format, its default cipher and rounds; clear where there is no passphrase. */
    public static WriteOptions openSsh(@Nullable SecretBytes passphrase) {
      return new WriteOptions(
          PrivateKeyFormat.OPENSSH, passphrase, KeyFileCipher.DEFAULT, DEFAULT_ROUNDS);
    }

    boolean encrypts() {
      return passphrase != null && passphrase.length() > 0;
    }
  }

  /**
   * The bytes of a key file, for {@link AtomicFile}. The caller wipes them.
   *
   * @param comment kept by OpenSSH's and PuTTY's formats only
   * @throws KeyFileException where the format has no form for this type, or needs a library that is
   *     not there
   */
  public static byte[] write(PrivateKey key, String comment, WriteOptions options)
      throws KeyFileException {
    return switch (options.format()) {
      case OPENSSH -> openSsh(key, comment, options);
      case PEM -> pem(key, comment, options);
      // A security key has no such form, and OpenSSH writes its own without a word.
      case PKCS8 ->
          key instanceof SecurityKeyPrivateKey
              ? openSsh(key, comment, options)
              : pkcs8(key, options);
      case PPK -> PuttyWriter.write(key, comment, 3, options.passphrase(), options.rounds());
      case PPK2 -> PuttyWriter.write(key, comment, 2, options.passphrase(), options.rounds());
    };
  }

  private static byte[] openSsh(PrivateKey key, String comment, WriteOptions options) {
    byte[] body =
        OpenSshFormat.write(key, comment, options.passphrase(), options.cipher(), options.rounds());
    return file(
        new Armour(OpenSshFormat.LABEL, List.of(), SecretBytes.taking(body)), Armour.OPENSSH_WIDTH);
  }

  private static byte[] file(Armour armour, int width) {
    try (SecretBytes _ = armour.body()) {
      return armour.toFile(width);
    }
  }

  /**
   * Ed25519 and security keys have no PEM form of their own; OpenSSH writes its own format then,
   * and so does this.
   */
  private static byte[] pem(PrivateKey key, String comment, WriteOptions options) {
    String label;
    byte[] der;
    switch (key) {
      case RsaPrivateKey k -> {
        label = Pkcs1.RSA_LABEL;
        der = Pkcs1.writeRsa(k);
      }
      case EcdsaPrivateKey k -> {
        label = Pkcs1.EC_LABEL;
        der = Pkcs1.writeEc(k, true);
      }
      case DsaPrivateKey k -> {
        label = Pkcs1.DSA_LABEL;
        der = Pkcs1.writeDsa(k);
      }
      case Ed25519PrivateKey k -> {
        return openSsh(k, comment, options);
      }
      case SecurityKeyPrivateKey k -> {
        return openSsh(k, comment, options);
      }
    }
    SecretBytes passphrase = options.passphrase();
    try {
      return file(
          passphrase != null && options.encrypts()
              ? PemEncryption.encrypt(label, der, passphrase)
              : new Armour(label, List.of(), SecretBytes.copyOf(der)),
          Armour.PEM_WIDTH);
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }

  private static byte[] pkcs8(PrivateKey key, WriteOptions options) throws KeyFileException {
    SecretBytes passphrase = options.passphrase();
    try (SecretBytes der = Pkcs8.write(key)) {
      return file(
          passphrase != null && options.encrypts()
              ? new Armour(
                  Pkcs8.ENCRYPTED_LABEL,
                  List.of(),
                  SecretBytes.taking(Pkcs8Encryption.encrypt(der.expose(), passphrase)))
              : new Armour(Pkcs8.LABEL, List.of(), SecretBytes.copyOf(der.expose())),
          Armour.PEM_WIDTH);
    }
  }
}
