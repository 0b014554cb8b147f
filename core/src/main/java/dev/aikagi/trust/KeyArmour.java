package dev.aikagi.trust;

import dev.aikagi.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * A key in a form that goes over several lines.
 *
 * @param last the number of its last line
 * @param form as ssh-keygen -m names it; empty for a private key
 */
record KeyArmour(int last, String form, Bytes blob) {
  /** PuTTY's file of the longest key that there is has less. */
  private static final int MOST_LINES = 400;

  private static final String PUTTY = "PuTTY-User-Key-File-";

  static Optional<KeyArmour> at(List<String> text, int number) {
    String line = text.get(number - 1).strip();
    if (line.startsWith("-----BEGIN ") && line.endsWith(" PRIVATE KEY-----")) {
      return Optional.of(block(text, number, "-----END ", ""));
    }
    if (line.startsWith(PUTTY)) {
      return Optional.of(block(text, number, "Private-MAC:", ""));
    }
    if (line.startsWith("---- BEGIN SSH2 PUBLIC KEY")) {
      return Optional.of(block(text, number, "---- END SSH2", "RFC4716"));
    }
    if (line.equals("-----BEGIN PUBLIC KEY-----")) {
      return Optional.of(block(text, number, "-----END ", "PKCS8"));
    }
    return line.equals("-----BEGIN RSA PUBLIC KEY-----")
        ? Optional.of(block(text, number, "-----END ", "PEM"))
        : Optional.empty();
  }

  AuthorizedKeyReason reason(String file, int number) {
    return form.isEmpty()
        ? new AuthorizedKeyReason.PrivateKey(file, number, last)
        : new AuthorizedKeyReason.OtherForm(file, number, last, form, blob);
  }

  /** Without an end it is the line that begins it. */
  private static KeyArmour block(List<String> text, int number, String end, String form) {
    StringBuilder letters = new StringBuilder();
    for (int n = number + 1; n <= text.size() && n < number + MOST_LINES; n++) {
      String line = text.get(n - 1).strip();
      if (line.startsWith(end)) {
        Bytes blob =
            KeyBlob.of(letters.toString())
                .filter(KeyBlob::whole)
                .map(KeyBlob::bytes)
                .orElse(Bytes.EMPTY);
        return new KeyArmour(n, form, blob);
      }
      // Headers have a colon, and a backslash where they go on.
      if (KeyBlob.isBase64(line)) {
        letters.append(line);
      }
    }
    return new KeyArmour(number, form, Bytes.EMPTY);
  }
}
