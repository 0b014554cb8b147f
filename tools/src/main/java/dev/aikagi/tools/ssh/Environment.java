package dev.aikagi.tools.ssh;

import dev.aikagi.Printable;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.connection.Session;
import dev.aikagi.pattern.Patterns;
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
        if (patterns.stream().anyMatch(p -> Patterns.matches(variable.getKey(), p))) {
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
}
