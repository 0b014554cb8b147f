package dev.aikagi.config;

import dev.aikagi.config.ConfigFile.Trust;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads sshd_config(5). Options of the command line go in first; then the file, whose Match blocks
 * are checked now and decided for each connection later, without reading any file again. For one
 * thread.
 */
public final class ServerConfigReader {
  /** The system's configuration file. */
  public static final String SYSTEM_FILE = "/etc/ssh/sshd_config";

  private static final Position COMMAND_LINE = new Position("command-line", 0);

  private final ReadContext context;
  private final Consumer<Diagnostic> diagnostics;
  private final Values values = new Values();

  /**
   * Starts with nothing set.
   *
   * @param surroundings the user and machine that this runs on
   * @param algorithms the names that algorithm lists may use
   * @param diagnostics hears of everything worth a message
   */
  public ServerConfigReader(
      Surroundings surroundings, AlgorithmNames algorithms, Consumer<Diagnostic> diagnostics) {
    this.context = new ReadContext(surroundings, algorithms);
    this.diagnostics = diagnostics;
  }

  /** Sets what a flag of the command line sets. */
  public <T> void set(Keyword<T> keyword, T value) {
    values.add(keyword, value, COMMAND_LINE, true);
  }

  /** Takes an argument of -o. */
  public void option(String line) throws ConfigException {
    if (!new ServerEvaluator(context, diagnostics, values, null, Map.of()).option(line)) {
      throw new ConfigException("");
    }
  }

  /** Reads the file and all files that it includes. */
  public ServerConfig read(String file) throws ConfigException {
    List<String> lines;
    try {
      lines = ConfigFile.read(file, Trust.NOT_WORLD_WRITABLE, context.surroundings());
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": No such file or directory");
    } catch (ConfigException e) {
      throw e;
    } catch (IOException e) {
      throw new ConfigException(file + ": " + ClientConfigReader.why(e));
    }
    return read(new SourceFile(file, lines));
  }

  /** Uses no file: what the command line says, and the fallbacks. */
  public ServerConfig withoutFile() throws ConfigException {
    return read(new SourceFile("none", List.of()));
  }

  private ServerConfig read(SourceFile main) throws ConfigException {
    Map<String, List<SourceFile>> includes = new LinkedHashMap<>();
    ServerEvaluator evaluator = new ServerEvaluator(context, diagnostics, values, null, includes);
    evaluator.file(main);
    ServerConfig config =
        new ServerConfig(
            values.copy(), main, Map.copyOf(includes), context, List.of(), diagnostics);
    check(config);
    return config;
  }

  /** A command that prints keys runs as an account of its own, or it would run as root. */
  private static void check(ServerConfig config) throws ConfigException {
    requireUser(
        config,
        ServerKeywords.AUTHORIZED_KEYS_COMMAND,
        ServerKeywords.AUTHORIZED_KEYS_COMMAND_USER);
    requireUser(
        config,
        ServerKeywords.AUTHORIZED_PRINCIPALS_COMMAND,
        ServerKeywords.AUTHORIZED_PRINCIPALS_COMMAND_USER);
  }

  static void requireUser(
      ServerConfig config, Keyword<Optional<String>> command, Keyword<Optional<String>> user)
      throws ConfigException {
    Optional<String> value = config.value(command);
    boolean runs = value.isPresent() && !value.get().equalsIgnoreCase("none");
    if (runs && config.value(user).isEmpty()) {
      throw new ConfigException(command + " set without " + user);
    }
  }

  /** A file that was read, kept so that Match blocks can be decided again. */
  record SourceFile(String name, List<String> lines) {
    SourceFile {
      lines = List.copyOf(lines);
    }
  }
}
