package dev.aikagi.tools.explain;

import dev.aikagi.Reason;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A text by its key in the bundles, and what its placeholders, {@code {name}}, stand for.
 *
 * @param values of any type; {@link Values} shows them
 */
public record Words(String key, Map<String, Object> values) {
  public Words {
    values = Map.copyOf(values);
  }

  /**
   * Makes one.
   *
   * @param namesAndValues a name, its value, the next name and so on
   */
  public static Words of(String key, Object... namesAndValues) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return new Words(key, values);
  }

  /** What a reason says: its placeholders are the components of its record. */
  public static Words of(Reason reason) {
    return new Words(reason.code() + ".title", Values.of(reason));
  }
}
