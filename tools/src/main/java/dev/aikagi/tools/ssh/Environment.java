package dev.aikagi.tools.ssh;

import dev.aikagi.Printable;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.connection.Session;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** SendEnv and SetEnv. */
final class Environment {
  private Environment() {}

  static void send(ClientConfig config, Session session, Log log) throws IOException {
    boolean any = false;
    List<String> patterns = config.value(ClientKeywords.SEND_ENV);
    if (!patterns.isEmpty()) {
      for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
        if (matches(variable.getKey(), patterns)) {
          any = tell(variable.getKey(), variable.getValue(), any, log);
          session.setEnv(variable.getKey(), variable.getValue());
        }
      }
    }
    for (String assignment : config.value(ClientKeywords.SET_ENV)) {
      int equals = assignment.indexOf('=');
      String name = assignment.substring(0, equals);
      String value = assignment.substring(equals + 1);
      any = tell(name, value, any, log);
      session.setEnv(name, value);
    }
  }

  private static boolean tell(String name, String value, boolean another, Log log) {
    if (!another) {
      log.debug(1, "Sending environment.");
    }
    log.debug(1, "channel 0: setting env " + name + " = \"" + Printable.of(value, 1024) + "\"");
    return true;
  }

  private static boolean matches(String name, List<String> patterns) {
    for (String pattern : patterns) {
      if (matches(name, pattern)) {
        return true;
      }
    }
    return false;
  }

  /** A star may stand anywhere; only the last one is gone back to. */
  static boolean matches(String text, String pattern) {
    int t = 0;
    int p = 0;
    int star = -1;
    int mark = 0;
    while (t < text.length()) {
      char c = p < pattern.length() ? pattern.charAt(p) : 0;
      if (c == '*') {
        star = p++;
        mark = t;
      } else if (p < pattern.length() && (c == '?' || c == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
