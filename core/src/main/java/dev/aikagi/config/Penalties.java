package dev.aikagi.config;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How long a source of bad connections is kept out.
 *
 * @param enabled whether any source is; unset means yes
 * @param values the fields that are set; the others have their defaults
 */
public record Penalties(Optional<Boolean> enabled, Map<Field, Double> values) {
  /** What is set, in the order of {@code sshd -T}, with the default. */
  public enum Field {
    CRASH(90),
    AUTHFAIL(5),
    NOAUTH(1),
    INVALIDUSER(5),
    GRACE_EXCEEDED(10),
    REFUSECONNECTION(10),
    MAX(600),
    MIN(15),
    MAX_SOURCES4(65536),
    MAX_SOURCES6(65536),
    /** 1 for deny-all, 0 for permissive. */
    OVERFLOW(0),
    /** 1 for deny-all, 0 for permissive; unset means as OVERFLOW. */
    OVERFLOW6(0);

    private final double fallback;

    Field(double fallback) {
      this.fallback = fallback;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private boolean isCount() {
      return this == MAX_SOURCES4 || this == MAX_SOURCES6;
    }

    private boolean isMode() {
      return this == OVERFLOW || this == OVERFLOW6;
    }
  }

  static final Penalties DEFAULT = new Penalties(Optional.empty(), Map.of());

  static final ValueType<Penalties> TYPE = new Type();

  public Penalties {
    values = Map.copyOf(values);
  }

  public boolean isEnabled() {
    return enabled.orElse(true);
  }

  /** Seconds, a count, or 0 and 1, as the field says. */
  public double value(Field field) {
    Double set = values.get(field);
    if (set != null) {
      return set;
    }
    return field == Field.OVERFLOW6 ? value(Field.OVERFLOW) : field.fallback;
  }

  private static final class Type extends ValueType<Penalties> {
    @Override
    Penalties parse(Arguments in) throws BadValueException {
      if (!in.hasMore()) {
        throw BadValueException.of("no " + in.keyword() + " specified");
      }
      Optional<Boolean> enabled = Optional.empty();
      Map<Field, Double> values = new EnumMap<>(Field.class);
      for (String word = in.next(); word != null; word = in.next()) {
        if (word.equalsIgnoreCase("no") || word.equalsIgnoreCase("yes")) {
          if (in.hasMore()) {
            throw BadValueException.of(
                "keyword " + in.keyword() + " \"" + word + "\" argument must appear alone.");
          }
          enabled = Optional.of(word.equalsIgnoreCase("yes"));
        } else {
          Field field = field(word, in);
          values.putIfAbsent(field, amount(field, word.substring(word.indexOf(':') + 1), word, in));
          enabled = Optional.of(true);
        }
      }
      return new Penalties(enabled, values);
    }

    private static Field field(String word, Arguments in) throws BadValueException {
      int colon = word.indexOf(':');
      for (Field field : Field.values()) {
        if (colon > 0 && field.word().equals(word.substring(0, colon))) {
          return field;
        }
      }
      throw unsupported(word, in);
    }

    private static BadValueException unsupported(String word, Arguments in) {
      return BadValueException.of("unsupported " + in.keyword() + " keyword " + word);
    }

    private static double amount(Field field, String amount, String word, Arguments in)
        throws BadValueException {
      if (field.isMode()) {
        return switch (amount) {
          case "deny-all" -> 1;
          case "permissive" -> 0;
          default -> throw unsupported(word, in);
        };
      }
      if (field.isCount()) {
        String fault = Numbers.fault(amount, Integer.MAX_VALUE);
        if (fault != null) {
          throw BadValueException.of(in.keyword() + " value " + fault + ".");
        }
        return Numbers.value(amount);
      }
      double seconds = Numbers.fractionalTime(amount);
      if (seconds < 0) {
        throw BadValueException.of("invalid " + in.keyword() + " time value.");
      }
      return seconds;
    }

    @Override
    Penalties combine(Penalties earlier, Penalties added) {
      Map<Field, Double> values = new EnumMap<>(Field.class);
      values.putAll(added.values);
      values.putAll(earlier.values);
      boolean fields = !added.values.isEmpty();
      return new Penalties(fields ? added.enabled : earlier.enabled, values);
    }

    @Override
    String text(Penalties value) {
      if (!value.isEnabled()) {
        return "no";
      }
      StringBuilder out = new StringBuilder();
      for (Field field : Field.values()) {
        double amount = value.value(field);
        out.append(out.isEmpty() ? "" : " ").append(field.word()).append(':');
        if (field.isMode()) {
          out.append(amount == 1 ? "deny-all" : "permissive");
        } else if (field.isCount()) {
          out.append((int) amount);
        } else {
          out.append(String.format(Locale.ROOT, "%f", amount));
        }
      }
      return out.toString();
    }
  }

  /** The fields that are set, as their line has them. */
  @Override
  public String toString() {
    return TYPE.text(this);
  }
}
