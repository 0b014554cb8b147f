package dev.aikagi.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** TCP ports by number, or by the names of services(5). */
public final class Ports {
  private static final int MAX = 65535;

  private Ports() {}

  /**
   * The port, 0 to 65535; -1 for text that is none. Reads /etc/services where the text is a name.
   */
  public static int parse(String text) {
    if (Numbers.fault(text, MAX) == null) {
      return Numbers.value(text);
    }
    return text.isEmpty() || Numbers.isDigit(text.charAt(0)) ? -1 : service(text);
  }

  private static int service(String name) {
    try (var lines = Files.newBufferedReader(Path.of("/etc/services"), StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int port = portIn(line, name);
        if (port > 0) {
          return port;
        }
      }
      return -1;
    } catch (IOException e) {
      // A machine without services(5) knows no names, and a name is then a bad port.
      return -1;
    }
  }

  private static int portIn(String line, String name) {
    int comment = line.indexOf('#');
    var words = new java.util.StringTokenizer(comment < 0 ? line : line.substring(0, comment));
    if (words.countTokens() < 2) {
      return -1;
    }
    boolean named = words.nextToken().equals(name);
    String port = words.nextToken();
    while (words.hasMoreTokens()) {
      named |= words.nextToken().equals(name);
    }
    if (!named || !port.endsWith("/tcp")) {
      return -1;
    }
    String number = port.substring(0, port.length() - "/tcp".length());
    return Numbers.fault(number, MAX) == null ? Numbers.value(number) : -1;
  }
}
