package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Public keys between BEGIN and END lines. */
final class PublicArmour {
  private static final String SSH2_BEGIN = "---- BEGIN SSH2 PUBLIC KEY ----";
  private static final String SSH2_END = "---- END SSH2 PUBLIC KEY ----";

  /** RFC 4716 section 3.1 has lines of at most 72 bytes; OpenSSH writes 70. */
  private static final int WIDTH = 70;

  private PublicArmour() {}

  static Optional<PublicKeyFile.Entry> read(byte[] content)
      throws MalformedException, KeyFileException {
    // A String cannot be wiped, so none is made of a file that turns out to be a private key.
    Armour armour = Armour.find(content).orElse(null);
    if (armour == null) {
      return PuttyFile.applies(content) ? notPublic() : ssh2(content);
    }
    try (SecretBytes body = armour.body()) {
      return switch (armour.label()) {
        case "PUBLIC KEY" -> entry(SubjectPublicKey.read(body.expose()));
        case "RSA PUBLIC KEY" -> entry(SubjectPublicKey.readPkcs1(body.expose()));
        default -> armour.label().endsWith("PRIVATE KEY") ? notPublic() : ssh2(content);
      };
    }
  }

  private static Optional<PublicKeyFile.Entry> notPublic() throws KeyFileException {
    throw new KeyFileException(new KeyFileRefusal.NotAKeyFile());
  }

  private static Optional<PublicKeyFile.Entry> ssh2(byte[] content) throws MalformedException {
    Body body = find(content).orElse(null);
    return body == null
        ? Optional.empty()
        : Optional.of(new PublicKeyFile.Entry(PublicKey.parse(body.blob()), body.comment()));
  }

  /** OpenSSH writes this form of certificates too. */
  static Optional<Certificate> certificate(byte[] content) throws MalformedException {
    Body body = find(content).orElse(null);
    return body == null || KeyType.ofBlob(body.blob()).filter(KeyType::certificate).isEmpty()
        ? Optional.empty()
        : Optional.of(Certificate.parse(body.blob()));
  }

  /** What stands between the lines of RFC 4716. */
  private record Body(Bytes blob, String comment) {}

  private static Optional<Body> find(byte[] content) throws MalformedException {
    String text = new String(content, StandardCharsets.UTF_8);
    int begin = text.indexOf(SSH2_BEGIN);
    return begin < 0
        ? Optional.empty()
        : Optional.of(body(text.substring(begin + SSH2_BEGIN.length())));
  }

  private static Optional<PublicKeyFile.Entry> entry(PublicKey key) {
    return Optional.of(new PublicKeyFile.Entry(key, ""));
  }

  /** RFC 4716 section 3: headers, continued by a backslash at the end of the line, then base64. */
  private static Body body(String text) throws MalformedException {
    StringBuilder base64 = new StringBuilder();
    String comment = "";
    StringBuilder header = new StringBuilder();
    boolean continues = false;
    for (String raw : text.split("\n", -1)) {
      String line = raw.strip();
      if (line.startsWith("----")) {
        if (!line.equals(SSH2_END)) {
          break;
        }
        return new Body(PublicKeyFile.base64(base64.toString()), comment);
      }
      if (continues || line.indexOf(':') >= 0) {
        continues = line.endsWith("\\");
        header.append(continues ? line.substring(0, line.length() - 1) : line);
        if (!continues) {
          comment = comment(header.toString(), comment);
          header.setLength(0);
        }
      } else {
        base64.append(line);
      }
    }
    throw new MalformedException("the END line is missing");
  }

  private static String comment(String header, String before) {
    int colon = header.indexOf(':');
    if (!header.substring(0, colon).equalsIgnoreCase("Comment")) {
      return before;
    }
    String value = header.substring(colon + 1).strip();
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** The caller keeps the comment so short that the header fits into 72 bytes. */
  static String rfc4716(Bytes blob, String comment) {
    StringBuilder out = new StringBuilder(1024);
    out.append(SSH2_BEGIN).append('\n');
    if (!comment.isEmpty()) {
      out.append("Comment: \"").append(comment).append("\"\n");
    }
    String base64 = Base64.getEncoder().encodeToString(blob.toArray());
    for (int i = 0; i < base64.length(); i += WIDTH) {
      out.append(base64, i, Math.min(base64.length(), i + WIDTH)).append('\n');
    }
    return out.append(SSH2_END).append('\n').toString();
  }

  static String pem(String label, byte[] der) {
    byte[] file = new Armour(label, List.of(), SecretBytes.taking(der)).toFile(Armour.PEM_WIDTH);
    return new String(file, StandardCharsets.US_ASCII);
  }
}
