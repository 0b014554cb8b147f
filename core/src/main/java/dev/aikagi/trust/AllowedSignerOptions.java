package dev.aikagi.trust;

import dev.aikagi.key.AbsoluteTime;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The options of a line of allowed_signers.
 *
 * @param certAuthority the key signs certificates, and no files
 * @param namespaces the patterns that a signature's namespace must match; null for any
 * @param validAfter null for always
 * @param validBefore null for ever
 */
public record AllowedSignerOptions(
    boolean certAuthority,
    @Nullable String namespaces,
    @Nullable Instant validAfter,
    @Nullable Instant validBefore) {

  /** Options up to the end of the text; an unknown one refuses all of them. */
  static AllowedSignerOptions parse(String options, ZoneId zone) throws OptionSyntaxException {
    OptionText text = new OptionText(options);
    boolean authority = false;
    String namespaces = null;
    Instant after = null;
    Instant before = null;
    while (!text.atEnd()) {
      int start = text.position();
      if (text.takes("cert-authority")) {
        authority = true;
      } else if (text.takes("namespaces=")) {
        OptionText.once("namespaces", namespaces);
        namespaces = text.quoted();
      } else if (text.takes("valid-after=")) {
        OptionText.once("valid-after", after);
        after = time("valid-after", text.quoted(), zone);
      } else if (text.takes("valid-before=")) {
        OptionText.once("valid-before", before);
        before = time("valid-before", text.quoted(), zone);
      } else {
        throw text.unknown(start);
      }
      if (!text.takes(",") && !text.atEnd()) {
        throw text.unknown(start);
      }
    }
    if (after != null && before != null && !before.isAfter(after)) {
      throw new OptionSyntaxException("\"valid-before\" time is before \"valid-after\"");
    }
    return new AllowedSignerOptions(authority, namespaces, after, before);
  }

  private static Instant time(String name, String text, ZoneId zone) throws OptionSyntaxException {
    return AbsoluteTime.parse(text, zone)
        .filter(Instant.EPOCH::isBefore)
        .orElseThrow(() -> new OptionSyntaxException("invalid \"" + name + "\" time"));
  }
}
