package dev.aikagi.tools.configcheck;

import dev.aikagi.config.ConfigSyntax;
import java.util.Locale;

/** Which of the two files it is that somebody names. */
final class FileType {
  private FileType() {}

  /** By the words that only one of the languages has, and by the name where they say nothing. */
  static ConfigSyntax of(SourceText file) {
    int server = 0;
    int client = 0;
    for (int i = 1; i <= file.lines().size(); i++) {
      var statement = ConfigSyntax.statement(file.line(i));
      if (statement.isPresent()) {
        String keyword = statement.get().keyword();
        boolean ofServer = ConfigSyntax.SERVER.meaning(keyword).isPresent();
        boolean ofClient = ConfigSyntax.CLIENT.meaning(keyword).isPresent();
        server += ofServer && !ofClient ? 1 : 0;
        client += ofClient && !ofServer ? 1 : 0;
      }
    }
    if (server != client) {
      return server > client ? ConfigSyntax.SERVER : ConfigSyntax.CLIENT;
    }
    String path = file.path().toAbsolutePath().toString().toLowerCase(Locale.ROOT);
    return path.contains("sshd") ? ConfigSyntax.SERVER : ConfigSyntax.CLIENT;
  }
}
