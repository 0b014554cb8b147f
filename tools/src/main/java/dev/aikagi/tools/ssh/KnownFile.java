package dev.aikagi.tools.ssh;

import dev.aikagi.Bytes;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.trust.KnownHostsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One of the user's known_hosts files, with the bytes that it consists of. */
record KnownFile(String path, Bytes text, KnownHostsFile parsed) {
  /** Those that can be read. */
  static List<KnownFile> of(ClientConfig config) {
    return config.value(ClientKeywords.USER_KNOWN_HOSTS_FILE).stream()
        .map(name -> read(config, name))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<KnownFile> read(ClientConfig config, String name) {
    try {
      String path = config.expandFile(name);
      byte[] text = Files.readAllBytes(Path.of(path));
      return Optional.of(new KnownFile(path, Bytes.of(text), KnownHostsFile.parse(path, text)));
    } catch (IOException e) {
      // ssh, too, goes on without a file that is not there.
      return Optional.empty();
    }
  }
}
