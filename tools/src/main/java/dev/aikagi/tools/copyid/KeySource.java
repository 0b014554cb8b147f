package dev.aikagi.tools.copyid;

import dev.aikagi.agent.AgentClient;
import dev.aikagi.agent.AgentException;
import dev.aikagi.agent.AgentIdentity;
import dev.aikagi.agent.AgentSocket;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.PublicKey;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the keys come from: the file of -i, else all that the agent holds, else the newest file.
 *
 * @param shown what a person is told about it
 */
record KeySource(String shown, List<InstallKey> keys) {
  static KeySource of(CommandLine line, Map<String, String> environment) throws Fatal {
    if (line.identity().isPresent()) {
      String named = line.identity().get();
      if (!named.isEmpty()) {
        return file(line, named);
      }
      return file(
          line, newest(environment).orElseThrow(() -> new Fatal("no ID file found", Exit.FAILURE)));
    }
    List<InstallKey> held = held(environment);
    if (!held.isEmpty()) {
      return new KeySource("the agent at SSH_AUTH_SOCK", held);
    }
    return file(
        line,
        newest(environment).orElseThrow(() -> new Fatal("No identities found", Exit.FAILURE)));
  }

  private static KeySource file(CommandLine line, String name) throws Fatal {
    List<InstallKey> keys = distinct(KeyFiles.read(name, !line.force()));
    if (keys.isEmpty()) {
      throw new Fatal("No identities found", Exit.FAILURE);
    }
    return new KeySource(KeyFiles.shown(KeyFiles.publicName(name)), keys);
  }

  private static List<InstallKey> distinct(List<InstallKey> keys) {
    Map<PublicKey, InstallKey> once = new LinkedHashMap<>();
    keys.forEach(key -> once.putIfAbsent(key.key(), key));
    return List.copyOf(once.values());
  }

  private static List<InstallKey> held(Map<String, String> environment) {
    String socket = environment.getOrDefault("SSH_AUTH_SOCK", "");
    if (socket.isEmpty()) {
      return List.of();
    }
    List<InstallKey> keys = new ArrayList<>();
    try (AgentClient agent = AgentSocket.connect(Path.of(socket))) {
      for (AgentIdentity identity : agent.identities().usable()) {
        if (identity.certificate().isPresent()) {
          // Of those a server knows the authority; the key in it is for whoever lists it by itself.
          continue;
        }
        String comment = identity.comment();
        String name = comment.isEmpty() ? Fingerprint.of(identity.key()).toString() : comment;
        keys.add(new InstallKey(identity.key(), comment, KeyFiles.shown(name), Optional.empty()));
      }
    } catch (AgentException e) {
      // A variable that outlived its agent: the file is what is left, as with OpenSSH.
      return List.of();
    }
    return distinct(keys);
  }

  /** The newest ~/.ssh/id*.pub that is no certificate. */
  private static Optional<String> newest(Map<String, String> environment) throws Fatal {
    String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    Path folder = Path.of(home, ".ssh");
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    Map<Path, FileTime> times = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        boolean wanted =
            name.startsWith("id") && name.endsWith(".pub") && !name.endsWith("-cert.pub");
        // A link to nothing is no file.
        if (wanted && Files.exists(file)) {
          times.put(file, Files.getLastModifiedTime(file));
        }
      }
    } catch (IOException e) {
      throw new Fatal(KeyFiles.shown(folder.toString()) + ": " + e.getMessage(), Exit.FAILURE);
    }
    return times.entrySet().stream()
        .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .map(newest -> newest.getKey().toString());
  }
}
