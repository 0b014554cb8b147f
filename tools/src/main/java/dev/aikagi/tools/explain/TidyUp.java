package dev.aikagi.tools.explain;

import dev.aikagi.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Something that is no fault, and that {@code --fix} can put in order all the same.
 *
 * @param what says what it is
 */
public record TidyUp(Words what, Fix fix) {
  /** The ends of lines that Windows writes; programs other than ssh and sshd stumble over them. */
  public static Optional<TidyUp> ofLineEnds(Path file, Bytes text) {
    // Each char is one byte, so that what is not changed stays the same.
    String before = new String(text.toArray(), StandardCharsets.ISO_8859_1);
    String after = before.replace("\r\n", "\n");
    int count = before.length() - after.length();
    Words what = Words.of("tidy.line-ends", "file", file, "count", count);
    byte[] bytes = after.getBytes(StandardCharsets.ISO_8859_1);
    return count == 0
        ? Optional.empty()
        : Optional.of(new TidyUp(what, new Fix.Content(file, text, Bytes.of(bytes))));
  }
}
