package dev.aikagi.config;

import java.time.Duration;
import java.util.Optional;

/**
 * When keys are exchanged again.
 *
 * @param bytes after so many bytes in either direction; 0 for the cipher's own limit
 * @param time after so much time; empty for no such limit
 */
public record RekeyLimit(long bytes, Optional<Duration> time) {
  static final ValueType<RekeyLimit> TYPE =
      new ValueType<>() {
        @Override
        RekeyLimit parse(Arguments in) throws BadValueException {
          long bytes = bytes(in);
          String interval = in.next();
          if (interval == null || interval.equals("none")) {
            return new RekeyLimit(bytes, Optional.empty());
          }
          if (interval.isEmpty()) {
            throw BadValueException.of("missing time value.");
          }
          return new RekeyLimit(bytes, Optional.of(Scalars.time(interval)));
        }

        @Override
        boolean overlaysByField() {
          return true;
        }

        @Override
        RekeyLimit combine(RekeyLimit earlier, RekeyLimit added) {
          return earlier.time.isPresent() ? earlier : new RekeyLimit(earlier.bytes, added.time);
        }

        @Override
        String text(RekeyLimit value) {
          return value.bytes + " " + value.time.map(Duration::toSeconds).orElse(0L);
        }
      };

  private static long bytes(Arguments in) throws BadValueException {
    String word = in.required();
    if (word.equals("default")) {
      return 0;
    }
    String server = in.isServer() ? in.keyword() + " " : "";
    long bytes;
    try {
      bytes = Numbers.size(word);
    } catch (BadValueException e) {
      throw BadValueException.of("Bad " + server + "number '" + word + "': " + e.text());
    }
    if (bytes != 0 && bytes < 16) {
      throw BadValueException.of((in.isServer() ? in.keyword() : "RekeyLimit") + " too small");
    }
    return bytes;
  }
}
