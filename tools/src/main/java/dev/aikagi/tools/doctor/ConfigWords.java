package dev.aikagi.tools.doctor;

import dev.aikagi.config.ConfigSyntax;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.configcheck.ConfigCheck;
import dev.aikagi.tools.explain.Report;
import java.util.List;
import java.util.Optional;

/** What follows --config: one file, and which of the two it is where its words do not tell. */
record ConfigWords(String file, Optional<ConfigSyntax> type) {
  static ConfigWords parse(List<String> words) throws Fatal {
    Optional<String> file = Optional.empty();
    Optional<ConfigSyntax> type = Optional.empty();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--type") && i + 1 < words.size()) {
        type = Optional.of(type(words.get(++i)));
      } else if (word.startsWith("--type=")) {
        type = Optional.of(type(word.substring("--type=".length())));
      } else if (word.startsWith("-") || file.isPresent()) {
        throw new Fatal("ssh-doctor: --config takes one file and --type, not " + word);
      } else {
        file = Optional.of(word);
      }
    }
    Optional<ConfigSyntax> syntax = type;
    return file.map(f -> new ConfigWords(f, syntax))
        .orElseThrow(() -> new Fatal("ssh-doctor: --config needs a file"));
  }

  private static ConfigSyntax type(String word) throws Fatal {
    return switch (word) {
      case "server" -> ConfigSyntax.SERVER;
      case "client" -> ConfigSyntax.CLIENT;
      default -> throw new Fatal("ssh-doctor: --type is server or client, not " + word);
    };
  }

  Report report() {
    return ConfigCheck.of(file, type);
  }
}
