package dev.aikagi.tools.ssh;

import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.config.AlgorithmNames;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientConfigReader;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.config.SafeNames;
import dev.aikagi.config.Surroundings;
import dev.aikagi.tools.Fatal;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the command line and the files say about the host, once its name and user are known safe.
 */
final class Configuration {
  private final CommandLine line;
  private final Surroundings machine;
  private final ClientConfigReader reader;

  private Configuration(CommandLine line, Surroundings machine, ClientConfigReader reader) {
    this.line = line;
    this.machine = machine;
    this.reader = reader;
  }

  static ClientConfig read(CommandLine line, Surroundings machine, Log log)
      throws Fatal, ConfigException {
    return read(line, machine, log::of);
  }

  static ClientConfig read(CommandLine line, Surroundings machine, Consumer<Diagnostic> heard)
      throws Fatal, ConfigException {
    String host = line.destination().host();
    requireHost(host);
    AlgorithmNames names =
        AlgorithmNames.OPENSSH_CLIENT.withDefaultCiphers(
            CipherAlgorithm.DEFAULT.stream().map(CipherAlgorithm::algorithmName).toList());
    ClientConfigReader reader = new ClientConfigReader(host, machine, names, heard);
    return new Configuration(line, machine, reader).read();
  }

  private ClientConfig read() throws Fatal, ConfigException {
    reader.session(line.command(), line.command().isEmpty() ? "shell" : "exec");
    line.applyTo(reader);
    if (!SafeNames.isUser(reader.value(ClientKeywords.USER).orElse(""))) {
      throw new Fatal("remote username contains invalid characters");
    }
    files();
    requireHost(reader.hostName());
    reader.resolveHost(
        new HostNames(HostNames.family(reader.value(ClientKeywords.ADDRESS_FAMILY))));
    if (reader.wantsFinalPass()) {
      reader.startFinalPass();
      files();
    }
    line.implied(reader);
    ClientConfig config = reader.finish();
    requireHost(config.host());
    return config;
  }

  private static void requireHost(String name) throws Fatal {
    if (!SafeNames.isHost(name)) {
      throw new Fatal("hostname contains invalid characters");
    }
  }

  private void files() throws ConfigException {
    Optional<String> named = line.configFile();
    if (named.isEmpty()) {
      reader.userFile(machine.homeDirectory() + "/.ssh/config");
      reader.systemFile(ClientConfigReader.SYSTEM_FILE);
    } else if (!named.get().equalsIgnoreCase("none")) {
      reader.namedFile(named.get());
    }
  }

  /** What is to be run at the other side: the command line's words or RemoteCommand. */
  static String command(ClientConfig config, String typed) throws Fatal, ConfigException {
    Optional<String> configured = config.value(ClientKeywords.REMOTE_COMMAND);
    if (configured.isEmpty()) {
      return typed;
    }
    if (!typed.isEmpty()) {
      throw new Fatal("Cannot execute command-line and remote command.");
    }
    return config.tokens().expandForShell(configured.get());
  }
}
