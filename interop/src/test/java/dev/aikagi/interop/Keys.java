package dev.aikagi.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A private folder with host keys, identities and their authorized_keys, made by OpenSSH. */
final class Keys {
  /** The key types that both sides know; DSA is made by few and refused by most. */
  static final List<String> TYPES =
      List.of("ed25519", "ecdsa-256", "ecdsa-384", "ecdsa-521", "rsa", "dsa");

  private final Path folder;

  private Keys(Path folder) {
    this.folder = folder;
  }

  static Keys make(Path folder) throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    Keys keys = new Keys(folder);
    StringBuilder authorized = new StringBuilder();
    for (String type : TYPES) {
      keys.generate(type, keys.host(type));
      keys.generate(type, keys.identity(type));
      authorized.append(Files.readString(publicPart(keys.identity(type))));
    }
    Files.writeString(keys.authorizedKeys(), authorized);
    Files.setPosixFilePermissions(
        keys.authorizedKeys(), PosixFilePermissions.fromString("rw-------"));
    return keys;
  }

  private void generate(String type, Path file) throws Exception {
    String[] parts = type.split("-", 2);
    String bits = parts.length == 2 ? parts[1] : parts[0].equals("rsa") ? "2048" : "";
    Command command =
        Command.of(Peer.required("ssh-keygen"), "-q", "-t", parts[0], "-N", "", "-C", type)
            .and("-f", file.toString());
    if (!bits.isEmpty()) {
      command.and("-b", bits);
    }
    command.run().expectSuccess();
  }

  Path host(String type) {
    return folder.resolve("host_" + type);
  }

  Path identity(String type) {
    return folder.resolve("id_" + type);
  }

  static Path publicPart(Path key) {
    return key.resolveSibling(key.getFileName() + ".pub");
  }

  Path authorizedKeys() {
    return folder.resolve("authorized_keys");
  }

  Path folder() {
    return folder;
  }

  /** A known_hosts file with all host keys for one port of the loopback interface. */
  Path knownHosts(int port) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String type : TYPES) {
      lines.append("[127.0.0.1]:").append(port).append(' ');
      lines.append(Files.readString(publicPart(host(type))));
    }
    return Files.writeString(folder.resolve("known_hosts." + port), lines);
  }
}
