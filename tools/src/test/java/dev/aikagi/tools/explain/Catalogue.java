package dev.aikagi.tools.explain;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts of one language as they stand in the files, in the files' order. */
record Catalogue(Map<String, String> texts) {
  static final List<String> BUNDLES = List.of("Report", "Client", "Server", "Config");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-zA-Z]+)}");

  /**
   * All of them.
   *
   * @param suffix {@code _ja} or nothing
   */
  static Catalogue of(String suffix) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String bundle : BUNDLES) {
      ofFile(bundle, suffix).texts().forEach((key, text) -> put(all, key, text));
    }
    return new Catalogue(all);
  }

  static Catalogue ofFile(String bundle, String suffix) {
    String name = bundle + "Texts" + suffix + ".properties";
    InOrder properties = new InOrder();
    try (InputStream in = Texts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError(name + " is not there");
      }
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Catalogue(properties.texts);
  }

  Catalogue {
    texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
  }

  static Set<String> placeholders(String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = PLACEHOLDER.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private static void put(Map<String, String> texts, String key, String text) {
    if (texts.put(key, text) != null) {
      throw new AssertionError(key + " has two texts");
    }
  }

  /** Properties forget their order, and that a key came twice. */
  private static final class InOrder extends Properties {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // Nobody writes it anywhere.
    private final Map<String, String> texts = new LinkedHashMap<>();

    @Override
    public synchronized Object put(Object key, Object value) {
      Catalogue.put(texts, (String) key, (String) value);
      return super.put(key, value);
    }
  }
}
