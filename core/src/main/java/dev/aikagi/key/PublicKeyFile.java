package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Public keys and certificates in files: one line, RFC 4716, SubjectPublicKeyInfo and PKCS#1.
 * Stateless.
 */
public final class PublicKeyFile {
  /** OpenSSH reads no longer line. */
  private static final int MAX_LINE = 64 * 1024;

  private PublicKeyFile() {}

  /**
   * A key and what stands beside it.
   *
   * @param comment empty where there is none
   */
  public record Entry(PublicKey key, String comment) {
    /** The line of a .pub file, without a line feed. */
    public String line() {
      return comment.isEmpty() ? key.line() : key.line() + " " + comment;
    }
  }

  /** A key in any of the public forms; in a file of lines, the first line that is a key. */
  public static Entry read(byte[] content) throws KeyFileException {
    try {
      Optional<Entry> armoured = PublicArmour.read(content);
      if (armoured.isPresent()) {
        return armoured.get();
      }
      for (String line : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
        Optional<Entry> entry = line(line);
        if (entry.isPresent()) {
          return entry.get();
        }
      }
    } catch (MalformedException e) {
      throw new KeyFileException(new KeyFileRefusal.Damaged(String.valueOf(e.getMessage())), e);
    }
    throw new KeyFileException(new KeyFileRefusal.NotAKeyFile());
  }

  /**
   * One line: {@code type base64 comment}. Empty for a blank line, a comment, and a line that does
   * not begin with a known type's name.
   *
   * @throws MalformedException where the type is known and the rest of it is no such key
   */
  public static Optional<Entry> line(String line) throws MalformedException {
    Optional<Fields> fields = fields(line);
    return fields.isEmpty()
        ? Optional.empty()
        : Optional.of(new Entry(PublicKey.parse(fields.get().blob()), fields.get().comment()));
  }

  /**
   * One line of a -cert.pub file, which looks the same. Empty for a line that does not begin with
   * the name of a certificate's type.
   */
  public static Optional<Certificate> certificate(String line) throws MalformedException {
    Optional<Fields> fields = fields(line);
    return fields.isEmpty() || !fields.get().type().certificate()
        ? Optional.empty()
        : Optional.of(Certificate.parse(fields.get().blob()));
  }

  /** The certificate of a -cert.pub file: the first line of it that is a key of any kind. */
  public static Certificate readCertificate(byte[] content) throws KeyFileException {
    try {
      for (String line : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
        Optional<Fields> fields = fields(line);
        if (fields.isPresent()) {
          if (!fields.get().type().certificate()) {
            throw new KeyFileException(new KeyFileRefusal.NoCertificate(fields.get().type()));
          }
          return Certificate.parse(fields.get().blob());
        }
      }
    } catch (MalformedException e) {
      throw new KeyFileException(new KeyFileRefusal.Damaged(String.valueOf(e.getMessage())), e);
    }
    throw new KeyFileException(new KeyFileRefusal.NotAKeyFile());
  }

  private record Fields(KeyType type, Bytes blob, String comment) {}

  private static Optional<Fields> fields(String line) throws MalformedException {
    String text = line.strip();
    if (text.isEmpty() || text.charAt(0) == '#' || text.length() > MAX_LINE) {
      return Optional.empty();
    }
    int space = blank(text, 0);
    KeyType type = KeyType.named(text.substring(0, space)).orElse(null);
    if (type == null || space == text.length()) {
      return Optional.empty();
    }
    String rest = text.substring(space).stripLeading();
    int end = blank(rest, 0);
    Bytes blob = base64(rest.substring(0, end));
    if (KeyType.ofBlob(blob).orElse(null) != type) {
      throw new MalformedException("the line names another type than its key has");
    }
    return Optional.of(new Fields(type, blob, rest.substring(end).strip()));
  }

  private static int blank(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) != ' ' && text.charAt(i) != '\t') {
      i++;
    }
    return i;
  }

  static Bytes base64(String text) throws MalformedException {
    try {
      return Bytes.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("the key is not base64", e);
    }
  }

  static boolean isOneLine(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    int end = blank(text, 0);
    return end < text.length() && KeyType.named(text.substring(0, end)).isPresent();
  }

  /** RFC 4716, as {@code ssh-keygen -e} writes it, with a line feed after the last line. */
  public static String rfc4716(PublicKey key, String comment) {
    return PublicArmour.rfc4716(key.blob(), comment);
  }

  /** As above, for whichever it is. */
  public static String rfc4716(KeyOrCertificate key, String comment) {
    return PublicArmour.rfc4716(key.blob(), comment);
  }

  /**
   * A certificate in the form of RFC 4716; empty for a file of another form, or with a plain key.
   * Not to be tried with a private key, which would stay in memory.
   */
  public static Optional<Certificate> armouredCertificate(byte[] content)
      throws MalformedException {
    return PublicArmour.certificate(content);
  }

  /**
   * SubjectPublicKeyInfo in PEM.
   *
   * @throws KeyFileException for security keys, which have no such form
   */
  public static String pkcs8(PublicKey key) throws KeyFileException {
    return PublicArmour.pem("PUBLIC KEY", SubjectPublicKey.write(key));
  }

  /**
   * PKCS#1 in PEM ({@code RSA PUBLIC KEY}).
   *
   * @throws KeyFileException for every type but ssh-rsa
   */
  public static String pem(PublicKey key) throws KeyFileException {
    if (key instanceof RsaPublicKey rsa) {
      return PublicArmour.pem("RSA PUBLIC KEY", SubjectPublicKey.pkcs1(rsa));
    }
    throw new KeyFileException(new KeyFileRefusal.NoSuchForm(key.type(), "PEM"));
  }
}
