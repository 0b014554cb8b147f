package dev.aikagi.tools.sshd;

import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerConfigReader;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.SystemSurroundings;
import java.util.Optional;
import java.util.function.Consumer;

/** Where the configuration comes from: a command line, and the file that it names. */
record ConfigSource(SshdOptions options) {
  String file() {
    return options.configFile().orElse(ServerConfigReader.SYSTEM_FILE);
  }

  /** As the command line and the file give it now. */
  ServerConfig read(ServerLog log, Consumer<Diagnostic> diagnostics) throws ConfigException {
    ServerConfigReader reader =
        new ServerConfigReader(new SystemSurroundings(log), SshdAlgorithms.NAMES, diagnostics);
    level().ifPresent(level -> reader.set(ServerKeywords.LOG_LEVEL, level.name()));
    if (!options.ports().isEmpty()) {
      reader.set(ServerKeywords.PORT, options.ports());
    }
    if (!options.hostKeys().isEmpty()) {
      reader.set(ServerKeywords.HOST_KEY, options.hostKeys());
    }
    if (!options.hostCertificates().isEmpty()) {
      reader.set(ServerKeywords.HOST_CERTIFICATE, options.hostCertificates());
    }
    if (options.loginGraceTime().isPresent()) {
      reader.option("LoginGraceTime=" + options.loginGraceTime().get());
    }
    if (options.family().isPresent()) {
      reader.set(ServerKeywords.ADDRESS_FAMILY, options.family().get());
    }
    for (String option : options.options()) {
      reader.option(option);
    }
    return file().equals("none") ? reader.withoutFile() : reader.read(file());
  }

  /** What the command line says about the log. */
  Optional<ServerLog.Level> level() {
    if (options.quiet()) {
      return Optional.of(ServerLog.Level.QUIET);
    }
    return options.debugLevel() == 0
        ? Optional.empty()
        : Optional.of(ServerLog.Level.of("DEBUG" + options.debugLevel()));
  }
}
