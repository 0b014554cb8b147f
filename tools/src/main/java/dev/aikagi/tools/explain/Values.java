package dev.aikagi.tools.explain;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import dev.aikagi.kex.AlgorithmSlot;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.Validity;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The components of reasons, and how each type of them is shown: always harmless to print. */
final class Values {
  private static final int MAX = 1024;

  private Values() {}

  /** By name. A record that nobody but its maker sees has none: its summary is all it says. */
  static Map<String, Object> of(Reason reason) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("summary", reason.summary());
    RecordComponent[] components = reason.getClass().getRecordComponents();
    if (components == null) {
      return values;
    }
    try {
      for (RecordComponent component : components) {
        Object value = component.getAccessor().invoke(reason);
        values.put(component.getName(), value == null ? "" : value);
      }
    } catch (IllegalAccessException e) {
      return values;
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
    // The summary has it as OpenSSH writes it, in English.
    if (values.get("certificate") instanceof Certificate certificate) {
      values.put("valid", certificate.validity());
    }
    return values;
  }

  static String text(String name, Object value, Texts texts) {
    return switch (value) {
      case Integer mode when name.equals("mode") -> String.format("0%03o", mode);
      case Optional<?> maybe -> maybe.map(v -> text(name, v, texts)).orElse("-");
      case Collection<?> many ->
          many.stream().map(v -> text(name, v, texts)).collect(Collectors.joining(", "));
      case PublicKey key -> key.type().shortName() + " " + Fingerprint.of(key);
      case Certificate certificate -> '"' + Printable.of(certificate.keyId(), MAX) + '"';
      case Validity validity -> texts.text(words(validity));
      case KeyType type -> type.shortName();
      case SignatureAlgorithm algorithm -> algorithm.wireName();
      case AlgorithmSlot slot -> slot.words();
      case Words words -> texts.text(words);
      case Reason reason -> texts.title(reason);
      default -> Printable.of(String.valueOf(value), MAX);
    };
  }

  private static Words words(Validity validity) {
    Optional<String> begin = validity.begin(ZoneId.systemDefault());
    Optional<String> end = validity.end(ZoneId.systemDefault());
    if (begin.isPresent() && end.isPresent()) {
      return Words.of("validity.between", "begin", begin.get(), "end", end.get());
    }
    return begin
        .map(b -> Words.of("validity.after", "begin", b))
        .or(() -> end.map(e -> Words.of("validity.before", "end", e)))
        .orElseGet(() -> Words.of("validity.always"));
  }
}
