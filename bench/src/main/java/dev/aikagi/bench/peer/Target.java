package dev.aikagi.bench.peer;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a library connects to.
 *
 * @param folder with the files id, id.pub and known_hosts
 * @param cipher the only one, or the library's own choice
 * @param mac goes with a cipher that wants one
 */
public record Target(
    int port, String user, Path folder, Optional<String> cipher, Optional<String> mac) {
  /** The address, which known_hosts has too. */
  public static final String HOST = "127.0.0.1";

  Path identity() {
    return folder.resolve("id");
  }

  Path knownHosts() {
    return folder.resolve("known_hosts");
  }
}
