package dev.aikagi.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the provider that has the ciphers, MACs and ML-KEM behind the one that has the hashes. Who
 * asks the JDK for a cipher asks one provider after the other, and each is loaded for that: those
 * of elliptic curves and of TLS, which came before, cost a login 20 milliseconds.
 */
final class ProviderOrder {
  private static final String KEY = "security.provider.";
  private static final String CIPHERS = "SunJCE";

  private ProviderOrder() {}

  static void set(Path runtime) throws IOException {
    Path file = runtime.resolve("conf/security/java.security");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    List<Integer> places = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(KEY)) {
        places.add(i);
        names.add(line.substring(line.indexOf('=') + 1));
      }
    }
    if (!names.remove(CIPHERS)) {
      throw new IllegalStateException(file + " has no provider " + CIPHERS);
    }
    names.add(1, CIPHERS);
    for (int i = 0; i < names.size(); i++) {
      lines.set(places.get(i), KEY + (i + 1) + "=" + names.get(i));
    }
    Files.write(file, lines);
  }
}
