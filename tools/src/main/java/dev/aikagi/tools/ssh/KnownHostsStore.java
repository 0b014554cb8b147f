package dev.aikagi.tools.ssh;

import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Keyword;
import dev.aikagi.key.AtomicFile;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.PublicKey;
import dev.aikagi.trust.HostKeysChange;
import dev.aikagi.trust.KnownHosts;
import dev.aikagi.trust.KnownHostsEdit;
import dev.aikagi.trust.KnownHostsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The known_hosts files of a configuration: reads them, and changes the user's first one. */
final class KnownHostsStore {
  private final Log log;
  private final List<String> userFiles;
  private final List<String> systemFiles;
  private final boolean hashes;
  private final KnownHostsCommand command;
  private KnownHosts.@Nullable Query asked;
  private @Nullable PublicKey shown;
  private @Nullable String failure;

  KnownHostsStore(ClientConfig config, Log log) throws ConfigException {
    this.log = log;
    this.command = new KnownHostsCommand(config, log);
    this.userFiles = expanded(config, ClientKeywords.USER_KNOWN_HOSTS_FILE);
    this.systemFiles = expanded(config, ClientKeywords.GLOBAL_KNOWN_HOSTS_FILE);
    this.hashes = config.value(ClientKeywords.HASH_KNOWN_HOSTS);
  }

  private static List<String> expanded(ClientConfig config, Keyword<List<String>> keyword)
      throws ConfigException {
    List<String> files = new ArrayList<>();
    for (String name : config.value(keyword)) {
      files.add(config.expandFile(name));
    }
    return files;
  }

  /** The file that keys are added to; empty if there is to be none. */
  Optional<String> userFile() {
    return userFiles.isEmpty() ? Optional.empty() : Optional.of(userFiles.get(0));
  }

  /** Whom {@link #read} is about, for KnownHostsCommand; the key once the server has shown it. */
  void about(KnownHosts.Query query, @Nullable PublicKey key) {
    asked = query;
    shown = key;
  }

  /** Why {@link #read} threw, in the words to end with. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * What all files say, the user's first, and then KnownHostsCommand.
   *
   * @throws IOException if the command failed
   */
  KnownHosts read() throws IOException {
    List<KnownHostsFile> files = new ArrayList<>();
    for (String file : userFiles) {
      read(file).ifPresent(files::add);
    }
    for (String file : systemFiles) {
      read(file).ifPresent(files::add);
    }
    try {
      ask(files);
    } catch (IOException e) {
      failure = e.getMessage();
      throw e;
    }
    return new KnownHosts(files);
  }

  private void ask(List<KnownHostsFile> files) throws IOException {
    KnownHosts.Query query = asked;
    if (query == null) {
      return;
    }
    if (shown == null) {
      // Only here it is the bare name; below it is the name as known_hosts has it.
      command.ask(KnownHostsCommand.Purpose.ORDER, query.host(), null).ifPresent(files::add);
      return;
    }
    command.ask(KnownHostsCommand.Purpose.HOSTNAME, query.name(), shown).ifPresent(files::add);
    String address = query.address();
    if (address != null) {
      String name = KnownHostsFile.name(address, query.port());
      command.ask(KnownHostsCommand.Purpose.ADDRESS, name, shown).ifPresent(files::add);
    }
  }

  private Optional<KnownHostsFile> read(String file) {
    try {
      return Optional.of(KnownHostsFile.parse(file, Files.readAllBytes(Path.of(file))));
    } catch (NoSuchFileException e) {
      log.debug(1, "load_hostkeys: fopen " + file + ": No such file or directory");
      return Optional.empty();
    } catch (IOException e) {
      log.debug(1, "load_hostkeys: fopen " + file + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Adds a line for a new host; returns the fault where that fails. */
  @Nullable String add(String name, @Nullable String address, PublicKey key) {
    Optional<String> file = userFile();
    if (file.isEmpty()) {
      return "no file";
    }
    Path path = Path.of(file.get());
    try {
      createFolder(path, log);
      byte[] old = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
      String line = KnownHostsEdit.line(name, address, key, hashes);
      // As it was read: OpenSSH puts a name's bytes there, whatever they mean.
      Files.write(
          path,
          KnownHostsEdit.appended(old, line).getBytes(StandardCharsets.ISO_8859_1),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      return null;
    } catch (IOException e) {
      return file.get();
    }
  }

  /** A folder that cannot be made is said; that the file cannot be written comes next. */
  private static void createFolder(Path file, Log log) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.exists(folder) && folder.endsWith(".ssh")) {
      try {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (IOException e) {
        String why = FileFault.sentence(e);
        log.error("Could not create directory '" + folder + "' (" + why + ").");
      }
    }
  }

  /** What these keys of a host would change in the user's files. */
  HostKeysChange change(String name, @Nullable String address, List<PublicKey> keys) {
    List<KnownHostsFile> files = new ArrayList<>();
    for (String file : userFiles) {
      read(file).ifPresent(files::add);
    }
    return HostKeysChange.of(files, name, address, keys);
  }

  /** Replaces a host's keys by these: they go to the first file, and none stays in the others. */
  void replace(String name, @Nullable String address, List<PublicKey> keys) throws IOException {
    List<PublicKey> wanted = keys;
    for (String file : userFiles) {
      Path path = Path.of(file);
      if (Files.exists(path)) {
        KnownHostsFile old = KnownHostsFile.parse(file, Files.readAllBytes(path));
        KnownHostsEdit edit = KnownHostsEdit.replaced(old, name, address, wanted, hashes);
        if (edit.changed()) {
          AtomicFile.write(path, edit.bytes(), AtomicFile.OWNER_ONLY);
        }
        wanted = List.of();
      }
    }
  }
}
