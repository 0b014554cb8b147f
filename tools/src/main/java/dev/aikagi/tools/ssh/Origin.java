package dev.aikagi.tools.ssh;

import dev.aikagi.config.Position;
import dev.aikagi.tools.explain.Words;

/** Why an identity is considered. */
sealed interface Origin {
  Words words();

  /** A line of a configuration, or the command line. */
  record Configured(Position position) implements Origin {
    @Override
    public Words words() {
      return position.line() == 0
          ? Words.of("origin.command-line")
          : Words.of("origin.line", "file", position.file(), "line", position.line());
    }
  }

  /** One of the names that are tried where none is configured. */
  record ByDefault() implements Origin {
    @Override
    public Words words() {
      return Words.of("origin.default");
    }
  }

  /** The certificate beside a key; tried where no CertificateFile is configured. */
  record Beside(String key, Origin ofKey) implements Origin {
    @Override
    public Words words() {
      return Words.of("origin.beside", "key", key, "origin", ofKey.words());
    }
  }

  record InAgent(String socket) implements Origin {
    @Override
    public Words words() {
      return Words.of("origin.agent", "socket", socket);
    }
  }
}
