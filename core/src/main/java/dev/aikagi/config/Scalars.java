package dev.aikagi.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Single numbers: counts, times, ports, masks. */
final class Scalars {
  private Scalars() {}

  /** A count of at least 0. */
  static final ValueType<Integer> COUNT =
      new ValueType<>() {
        @Override
        Integer parse(Arguments in) throws BadValueException {
          return count(in, in.next());
        }
      };

  /** A count, where "none" means no limit. */
  static final ValueType<Integer> LIMIT =
      new ValueType<>() {
        @Override
        Integer parse(Arguments in) throws BadValueException {
          String word = in.required();
          return word.equals("none") ? Integer.MAX_VALUE : count(in, word);
        }

        @Override
        String text(Integer value) {
          return value == Integer.MAX_VALUE ? "none" : value.toString();
        }
      };

  private static Integer count(Arguments in, @org.jspecify.annotations.Nullable String word)
      throws BadValueException {
    String fault = Numbers.fault(word, Integer.MAX_VALUE);
    if (fault != null || word == null) {
      String prefix = in.isServer() ? in.keyword() + " " : "";
      throw BadValueException.of(prefix + "integer value " + fault + ".");
    }
    return Numbers.value(word);
  }

  /** A time of whole seconds. */
  static final ValueType<Duration> TIME = new Time(false);

  /** A time where 0 is printed as "none", and "none" means 0. */
  static final ValueType<Duration> TIME_OR_NONE = new Time(true);

  private static final class Time extends ValueType<Duration> {
    private final boolean none;

    Time(boolean none) {
      this.none = none;
    }

    @Override
    Duration parse(Arguments in) throws BadValueException {
      String word = in.required("missing time value.");
      if (none && word.equalsIgnoreCase("none")) {
        return Duration.ZERO;
      }
      return time(word);
    }

    @Override
    String text(Duration value) {
      return none && value.isZero() ? "none" : Long.toString(value.toSeconds());
    }
  }

  static Duration time(String word) throws BadValueException {
    long seconds = Numbers.time(word);
    if (seconds == Numbers.NO_TIME) {
      throw BadValueException.of("invalid time value.");
    }
    return Duration.ofSeconds(seconds);
  }

  /** A time that may be unset, which is "none". */
  static final ValueType<Optional<Duration>> OPTIONAL_TIME =
      new ValueType<>() {
        @Override
        Optional<Duration> parse(Arguments in) throws BadValueException {
          String word = in.required("missing time value.");
          return word.equals("none") ? Optional.empty() : Optional.of(time(word));
        }

        @Override
        String text(Optional<Duration> value) {
          return value.isEmpty() ? "none" : Long.toString(value.get().toSeconds());
        }
      };

  /** One TCP port from 1 (ssh_config). */
  static final ValueType<Integer> PORT =
      new ValueType<>() {
        @Override
        Integer parse(Arguments in) throws BadValueException {
          String word = in.required();
          int port = Ports.parse(word);
          if (port <= 0) {
            throw BadValueException.of("Bad port '" + word + "'.");
          }
          return port;
        }
      };

  /** TCP ports that lines add up to (sshd_config). */
  static final ValueType<List<Integer>> PORTS =
      new ValueType<>() {
        @Override
        List<Integer> parse(Arguments in) throws BadValueException {
          int port = Ports.parse(in.required("missing port number."));
          if (port <= 0) {
            throw BadValueException.of("Badly formatted port number.");
          }
          return List.of(port);
        }

        @Override
        List<Integer> combine(List<Integer> earlier, List<Integer> added) {
          return Words.joined(earlier, added);
        }

        @Override
        void dump(String name, List<Integer> value, List<String> out) {
          for (int port : value) {
            out.add(name + " " + port);
          }
        }
      };

  /** An octal mask of at most 0777. */
  static final ValueType<Integer> MASK =
      new ValueType<>() {
        @Override
        Integer parse(Arguments in) throws BadValueException {
          String word =
              in.isServer() ? in.required() : in.required("Missing StreamLocalBindMask argument.");
          int mask = Numbers.octal(word, 0777);
          if (mask < 0) {
            throw BadValueException.of(
                in.isServer() ? "Invalid " + in.keyword() + "." : "Bad mask.");
          }
          return mask;
        }

        @Override
        String text(Integer value) {
          return "0" + Integer.toOctalString(value);
        }
      };

  /** The character that starts an escape; empty for "none". */
  static final ValueType<Optional<Character>> ESCAPE =
      new ValueType<>() {
        @Override
        Optional<Character> parse(Arguments in) throws BadValueException {
          String word = in.required();
          if (word.equals("none")) {
            return Optional.empty();
          }
          if (word.length() == 1) {
            return Optional.of(word.charAt(0));
          }
          if (word.length() == 2
              && word.charAt(0) == '^'
              && word.charAt(1) >= 64
              && word.charAt(1) < 128) {
            return Optional.of((char) (word.charAt(1) & 31));
          }
          throw BadValueException.of("Bad escape character.");
        }

        @Override
        String text(Optional<Character> value) {
          if (value.isEmpty()) {
            return "none";
          }
          char c = value.get();
          return c < 32 ? "\\^" + (char) (c + 64) : String.valueOf(c);
        }
      };
}
