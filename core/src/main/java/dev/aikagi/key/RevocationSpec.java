package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * The file that tells ssh-keygen -k what to revoke: lines {@code serial:}, {@code id:}, {@code
 * key:}, {@code sha1:}, {@code sha256:} and {@code hash:}, keys and certificates. Another
 * revocation list may stand in its place, which OpenSSH does not take.
 */
public final class RevocationSpec {
  private static final String HASH = "SHA256:";

  private final Optional<RevocationScope> scope;
  private final RevocationListBuilder list;

  private RevocationSpec(Optional<RevocationScope> scope, RevocationListBuilder list) {
    this.scope = scope;
    this.list = list;
  }

  /**
   * Adds what a file revokes. Where a line is at fault, the lines before it have been added.
   *
   * @param scope whose the certificates of {@code serial:} and {@code id:} are; such lines are
   *     refused where it is not given
   * @throws MalformedException for a revocation list that is damaged
   */
  public static void read(byte[] file, Optional<RevocationScope> scope, RevocationListBuilder into)
      throws RevocationSpecException, MalformedException {
    if (RevocationList.is(file)) {
      into.addAll(RevocationList.parse(file));
      return;
    }
    RevocationSpec spec = new RevocationSpec(scope, into);
    int number = 0;
    // Key IDs are whatever bytes they are.
    for (String line : new String(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      number++;
      try {
        spec.line(stripped(line));
      } catch (Refused e) {
        throw new RevocationSpecException(number, e.fault);
      }
    }
  }

  /** Thrown where it is found; the line's number is added above. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient RevocationSpecFault fault;

    Refused(RevocationSpecFault fault) {
      super(null, null, false, false);
      this.fault = fault;
    }
  }

  /** Without a comment and the blanks around. What a NUL ends for a reader in C, it ends here. */
  private static String stripped(String line) {
    int end = 0;
    while (end < line.length() && line.charAt(end) != '#' && line.charAt(end) != '\0') {
      end++;
    }
    int start = 0;
    while (start < end && isBlank(line.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private void line(String line) throws Refused {
    if (line.isEmpty()) {
      return;
    }
    int colon = line.indexOf(':');
    String word = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
    String value = stripped(line.substring(colon + 1));
    switch (word) {
      case "serial" -> serials(value);
      case "id" ->
          list.revokeKeyId(scope("key ID"), Bytes.of(value.getBytes(StandardCharsets.ISO_8859_1)));
      case "hash" -> hash(value);
      case "key" -> list.revoke(key(value).key());
      case "sha1" -> list.revokeBySha1(key(value).key());
      case "sha256" -> list.revokeBySha256(key(value).key());
      default -> {
        switch (key(line)) {
          case KeyOrCertificate.Plain plain -> list.revoke(plain.key());
          case KeyOrCertificate.Certified c -> list.revoke(c.certificate());
        }
      }
    }
  }

  private RevocationScope scope(String what) throws Refused {
    return scope.orElseThrow(() -> new Refused(new RevocationSpecFault.NoAuthority(what)));
  }

  private static KeyOrCertificate key(String text) throws Refused {
    return switch (KeyLine.of(text)) {
      case KeyLine.Found found -> found.key();
      case KeyLine.None none -> throw new Refused(new RevocationSpecFault.NoKey(none.fault()));
    };
  }

  private void serials(String value) throws Refused {
    RevocationScope whose = scope("serial number");
    UnsignedNumber first = number(value);
    long last = first.value();
    if (first.end() < value.length()) {
      if (value.charAt(first.end()) != '-') {
        throw new Refused(new RevocationSpecFault.BadSerial(value));
      }
      last = last(value.substring(first.end() + 1), first.value());
    }
    if (first.value() == 0) {
      throw new Refused(new RevocationSpecFault.SerialZero());
    }
    list.revokeSerials(whose, new SerialRange(first.value(), last));
  }

  private static long last(String text, long first) throws Refused {
    UnsignedNumber last = number(text);
    if (last.end() < text.length()) {
      throw new Refused(new RevocationSpecFault.BadSerial(text));
    }
    if (Long.compareUnsigned(last.value(), first) <= 0) {
      throw new Refused(new RevocationSpecFault.EmptyRange(first, last.value()));
    }
    return last.value();
  }

  private static UnsignedNumber number(String text) throws Refused {
    if (text.isEmpty()) {
      throw new Refused(new RevocationSpecFault.BadSerial(text));
    }
    UnsignedNumber number = UnsignedNumber.read(text);
    if (number.overflow()) {
      throw new Refused(new RevocationSpecFault.SerialTooLarge());
    }
    return number;
  }

  private void hash(String value) throws Refused {
    if (!value.startsWith(HASH)) {
      throw new Refused(new RevocationSpecFault.UnknownHash());
    }
    String text = value.substring(HASH.length());
    byte[] digest;
    try {
      digest = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new Refused(new RevocationSpecFault.BadHash());
    }
    if (!Base64.getEncoder().encodeToString(digest).startsWith(text)) {
      throw new Refused(new RevocationSpecFault.BadHash());
    }
    if (digest.length != RevocationListBuilder.SHA256_LENGTH) {
      throw new Refused(new RevocationSpecFault.HashLength(digest.length));
    }
    list.revokeSha256(Bytes.of(digest));
  }
}
