package dev.aikagi.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Servers on this machine with names, keys and an ssh_config of their own: "gate" and the like to
 * go through, "far" to go to. Each has host keys that no other one has.
 */
final class JumpPlace implements AutoCloseable {
  private final Path folder;
  private final Keys identities;
  private final Map<String, Daemon> servers = new LinkedHashMap<>();
  private final Map<String, Keys> keys = new LinkedHashMap<>();
  private Optional<OwnHome> homed = Optional.empty();

  JumpPlace(Path folder) throws Exception {
    this.folder = folder;
    this.identities = Keys.make(Files.createTempDirectory(folder, "identities"));
  }

  /** Starts a server; everybody with a key of the place may log in. */
  Daemon start(String name, Whose whose, String... settings) throws Exception {
    return startWith("", name, whose, settings);
  }

  /**
   * The same, with options in front of the key.
   *
   * @param keyOptions as authorized_keys has them
   */
  Daemon startWith(String keyOptions, String name, Whose whose, String... settings)
      throws Exception {
    Keys own = Keys.make(Files.createTempDirectory(folder, name));
    String key = Files.readString(Keys.publicPart(identities.identity("ed25519")));
    Files.writeString(own.authorizedKeys(), keyOptions + (keyOptions.isEmpty() ? "" : " ") + key);
    List<String> lines = new ArrayList<>(List.of(settings));
    lines.addFirst("LogLevel VERBOSE");
    lines.addFirst("Subsystem sftp internal-sftp");
    Daemon server = Sshd.start(atHome(whose.program("sshd")), own, lines);
    servers.put(name, server);
    keys.put(name, own);
    return server;
  }

  private String atHome(String program) throws Exception {
    if (homed.isEmpty()) {
      homed = Optional.of(OwnHome.make(folder));
    }
    return homed.get().of(program);
  }

  /** Servers that would put sockets of agents into the home of whoever runs the tests are not. */
  void needsOwnHome() throws Exception {
    Assumptions.assumeTrue(
        OwnHome.make(folder).isElsewhere(), "a home of the test's own needs mounts");
  }

  boolean has(String name) {
    return servers.containsKey(name);
  }

  int port(String name) {
    return server(name).port();
  }

  Daemon server(String name) {
    return java.util.Objects.requireNonNull(servers.get(name), name);
  }

  Path identity() {
    return identities.identity("ed25519");
  }

  /** One key of this server's, as known_hosts has it, for a port. */
  String knownHost(String name, int port) throws IOException {
    Keys of = java.util.Objects.requireNonNull(keys.get(name), name);
    return "[127.0.0.1]:" + port + " " + Files.readString(Keys.publicPart(of.host("ed25519")));
  }

  /** All servers with their right keys. */
  Path knownHosts() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String name : servers.keySet()) {
      lines.append(knownHost(name, port(name)));
    }
    return Files.writeString(folder.resolve("known_hosts"), lines);
  }

  /** An ssh_config with all servers, behind what is put in front. */
  Path config(Path knownHosts, String... first) throws IOException {
    StringBuilder lines = new StringBuilder(String.join("\n", first)).append('\n');
    servers.forEach(
        (name, server) ->
            lines
                .append("Host ")
                .append(name)
                .append("\n  HostName 127.0.0.1\n  Port ")
                .append(server.port())
                .append('\n'));
    lines.append("Host *\n  IdentityFile ").append(identity());
    lines.append("\n  IdentitiesOnly yes\n  IdentityAgent none\n  UserKnownHostsFile ");
    lines.append(knownHosts).append("\n  GlobalKnownHostsFile /dev/null\n");
    lines.append("  StrictHostKeyChecking yes\n  BatchMode yes\n");
    Path file = Files.createTempFile(folder, "ssh_config", "");
    return Files.writeString(file, lines);
  }

  /** A tool with the configuration of the place. */
  Command tool(Whose whose, String tool, String... words) throws Exception {
    return Command.of(whose.program(tool), "-F", config(knownHosts()).toString()).and(words);
  }

  @Override
  public void close() {
    servers.values().forEach(Daemon::close);
  }
}
