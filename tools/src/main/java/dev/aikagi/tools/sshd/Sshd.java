package dev.aikagi.tools.sshd;

import dev.aikagi.config.ConfigException;
import dev.aikagi.config.ConnectionFacts;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.config.Keyword;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.posix.Syslog;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.sshd.SshdOptions.BadUsageException;
import dev.aikagi.transport.TransportOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The sshd program: reads its command line and configuration, then serves. */
public final class Sshd {
  /** config's own words for a file that is not there; sshd ends with 1 then, and else with 255. */
  private static final String NO_FILE = ": No such file or directory";

  private final SshdOptions options;
  private final ConfigSource source;
  private final PrintStream out;
  private final PrintStream errors;

  private Sshd(SshdOptions options, PrintStream out, PrintStream errors) {
    this.options = options;
    this.source = new ConfigSource(options);
    this.out = out;
    this.errors = errors;
  }

  /** Runs until the server ends, and returns the exit code. */
  public static int run(List<String> arguments) {
    return run(arguments, System.out, System.err);
  }

  static int run(List<String> arguments, PrintStream out, PrintStream errors) {
    if (!arguments.isEmpty() && arguments.getFirst().equals(Explain.OPTION)) {
      return Explain.run(arguments.subList(1, arguments.size()), out, errors);
    }
    SshdOptions options;
    try {
      options = SshdOptions.parse(arguments, errors);
    } catch (BadUsageException e) {
      if (e.showUsage()) {
        errors.println(version());
        errors.print(SshdOptions.USAGE);
      } else {
        errors.println(e.getMessage());
      }
      return Exit.FAILURE;
    }
    if (options.version()) {
      errors.println(version());
      return Exit.OK;
    }
    return new Sshd(options, out, errors).run();
  }

  private static String version() {
    return TransportOptions.SOFTWARE + ", Java " + Runtime.version();
  }

  private int run() {
    ServerLog early = ServerLog.toStream(errors, source.level().orElse(ServerLog.Level.INFO));
    ServerConfig config;
    try {
      config = readConfig(early);
    } catch (ConfigException e) {
      String message = ServerLog.why(e);
      if (!message.isEmpty()) {
        errors.println(message);
      }
      return message.isEmpty() || message.endsWith(NO_FILE) ? Exit.FAILURE : Exit.FATAL;
    }
    if (options.dumpOnly()) {
      return dump(config);
    }
    HostKeys hostKeys = HostKeys.load(config, early);
    if (hostKeys.signers().isEmpty()) {
      errors.println("sshd: no hostkeys available -- exiting.");
      return Exit.FAILURE;
    }
    if (options.dumpConfig()) {
      return dump(config);
    }
    try {
      Settings settings = Settings.of(config, hostKeys, early);
      return options.testConfig() ? Exit.OK : serve(settings);
    } catch (IOException e) {
      errors.println(ServerLog.why(e));
      return Exit.FATAL;
    }
  }

  private ServerConfig readConfig(ServerLog log) throws ConfigException {
    return source.read(log, d -> log.log(level(d), d.text()));
  }

  private static ServerLog.Level level(Diagnostic d) {
    return switch (d.severity()) {
      case ERROR -> ServerLog.Level.ERROR;
      case INFO -> ServerLog.Level.INFO;
      case VERBOSE -> ServerLog.Level.VERBOSE;
      case DEBUG1 -> ServerLog.Level.DEBUG1;
      case DEBUG2 -> ServerLog.Level.DEBUG2;
      case DEBUG3 -> ServerLog.Level.DEBUG3;
    };
  }

  private int dump(ServerConfig config) {
    try {
      ConnectionFacts facts = ConnectionFacts.NONE;
      for (String specification : options.connections()) {
        facts = facts.with(specification);
      }
      ServerConfig shown = options.connections().isEmpty() ? config : config.forConnection(facts);
      shown.dump().forEach(out::println);
      return Exit.OK;
    } catch (ConfigException e) {
      errors.println(ServerLog.why(e));
      return Exit.FAILURE;
    }
  }

  private int serve(Settings settings) throws IOException {
    if (!options.stayInForeground() && !options.inetd() && !Daemon.isDaemon()) {
      Daemon.start();
      return Exit.OK;
    }
    ServerLog log = openLog(settings.config());
    nameWhatIsNotInEffect(settings.config(), log);
    SshdServer server = new SshdServer(settings, log, this::reread, options.logToStderr());
    return options.inetd() ? server.serveInherited() : server.serve(options.debugLevel() > 0);
  }

  private ServerLog openLog(ServerConfig config) throws IOException {
    ServerLog.Level level = ServerLog.Level.of(config.value(ServerKeywords.LOG_LEVEL));
    if (options.logFile().isPresent()) {
      return ServerLog.toFile(Path.of(options.logFile().get()), level);
    }
    return options.logToStderr()
        ? ServerLog.toStream(errors, level)
        : ServerLog.toSyslog(
            "sshd",
            Syslog.Facility.valueOf(
                config.value(ServerKeywords.SYSLOG_FACILITY).toUpperCase(Locale.ROOT)),
            level);
  }

  /** Everything anew, for SIGHUP. */
  private Settings reread(ServerLog log) throws IOException {
    try {
      ServerConfig config = readConfig(log);
      Settings settings = Settings.of(config, HostKeys.load(config, log), log);
      nameWhatIsNotInEffect(config, log);
      return settings;
    } catch (ConfigException e) {
      throw new IOException(ServerLog.why(e), e);
    }
  }

  private static void nameWhatIsNotInEffect(ServerConfig config, ServerLog log) {
    List<Keyword<?>> rows = config.withoutEffect();
    if (!rows.isEmpty()) {
      log.info(
          "not yet in effect: "
              + rows.stream().map(Keyword::name).collect(Collectors.joining(", ")));
    }
  }
}
