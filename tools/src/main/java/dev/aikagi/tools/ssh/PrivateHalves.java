package dev.aikagi.tools.ssh;

import dev.aikagi.key.PublicKey;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the private half of a key: where those that were thought of are, and in ~/.ssh. */
record PrivateHalves(List<Considered> considered, LocalMachine machine) {
  private static final String PUBLIC = ".pub";

  Optional<String> of(PublicKey key) {
    Set<Path> folders = new LinkedHashSet<>();
    considered.stream().filter(c -> !c.isInAgent()).forEach(c -> folders.addAll(folders(c.file())));
    folders.addAll(folders(""));
    for (Path folder : folders) {
      for (Path file : KeyFolder.files(folder)) {
        if (isOf(file, key)) {
          return Optional.of(file.toString());
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The same, with a look at one place before.
   *
   * @param name of a public file, or what an agent calls the key, which often is its file
   */
  Optional<String> of(String name, PublicKey key) {
    String file = name.endsWith(PUBLIC) ? name.substring(0, name.length() - PUBLIC.length()) : name;
    return file.startsWith("/") && isOf(Path.of(file), key) ? Optional.of(file) : of(key);
  }

  private static boolean isOf(Path file, PublicKey key) {
    return PrivateKeys.looksLikeOne(file)
        && ShownKey.of(file.toString()).filter(s -> s.key().equals(key)).isPresent();
  }

  /** Where whatever belongs to a file may be. */
  List<Path> folders(String file) {
    Set<Path> folders = new LinkedHashSet<>();
    Path own = file.isEmpty() ? null : Path.of(file).toAbsolutePath().getParent();
    if (own != null) {
      folders.add(own);
    }
    folders.add(Path.of(machine.homeDirectory(), ".ssh"));
    return List.copyOf(folders);
  }
}
