package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.key.PublicKey;
import dev.aikagi.posix.User;
import dev.aikagi.trust.AuthorizedKeys;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Files with keys that sshd does not read, but that somebody meant it to. */
final class LookAlikes {
  private static final int MOST = 500;
  private static final int MAX_FILE = 1 << 20;
  private static final String SSH = ".ssh";
  private static final Pattern BACKUP = Pattern.compile("(?i)\\.(bak|old|save|orig)$");
  private static final String MEANT = "authorizedkeys";

  private final User user;
  private final Set<Path> configured;
  private final Optional<PublicKey> key;

  /**
   * @param configured what sshd reads
   * @param key one that has to be in it; any where it is empty
   */
  LookAlikes(User user, List<Path> configured, Optional<PublicKey> key) {
    this.user = user;
    this.configured = Set.copyOf(configured);
    this.key = key;
  }

  /** Beside the files that sshd reads, and in the home folder. */
  List<Path> named() {
    Set<Path> folders = new LinkedHashSet<>();
    configured.stream().map(Path::getParent).forEach(folders::add);
    folders.add(user.home().resolve(SSH));
    folders.add(user.home());
    List<Path> found = new ArrayList<>();
    for (Path folder : folders) {
      for (Path file : files(folder)) {
        boolean meant = isLike(name(file)) && (key.isPresent() || !isBackup(file));
        if (meant && !configured.contains(file) && holds(file)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  /**
   * Public keys that lie there by themselves. One beside its private half is what the user goes
   * elsewhere with, and no key to this account unless it is the one that is asked about.
   */
  List<Path> publicKeys() {
    List<Path> found = new ArrayList<>();
    for (Path folder : List.of(user.home().resolve(SSH), user.home())) {
      for (Path file : files(folder)) {
        boolean meant = name(file).endsWith(".pub") && !isLike(name(file));
        if (meant && (key.isPresent() || !hasPrivateHalf(file)) && holds(file)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  /** In the lists of other accounts, as far as whoever asks can read them. */
  List<Path> ofOthers() {
    Set<Path> homes = new LinkedHashSet<>(List.of(Path.of("/root")));
    Path parent = user.home().getParent();
    if (parent != null) {
      homes.addAll(files(parent));
    }
    List<Path> found = new ArrayList<>();
    for (Path home : homes) {
      Path file = home.resolve(SSH).resolve("authorized_keys");
      if (!home.equals(user.home()) && !configured.contains(file) && holds(file)) {
        found.add(file);
      }
    }
    return found;
  }

  private static boolean hasPrivateHalf(Path file) {
    return Files.exists(file.resolveSibling(name(file).replaceFirst("\\.pub$", "")));
  }

  /** What was put aside may have been put aside for the keys in it. */
  static boolean isBackup(Path file) {
    return BACKUP.matcher(name(file)).find();
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  /** Of the letters of authorized_keys, but for two that stand side by side. */
  static boolean isLike(String name) {
    String stem = name.toLowerCase(Locale.ROOT).replaceFirst("\\.(txt|pub|bak|old|save|orig)$", "");
    String letters = stem.replaceAll("[^a-z]", "");
    int most = Math.min(letters.length(), MEANT.length());
    int start = 0;
    while (start < most && letters.charAt(start) == MEANT.charAt(start)) {
      start++;
    }
    int end = 0;
    while (end < most - start
        && letters.charAt(letters.length() - 1 - end) == MEANT.charAt(MEANT.length() - 1 - end)) {
      end++;
    }
    int longest = Math.max(letters.length(), MEANT.length());
    return longest - start - end <= 2;
  }

  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path file : stream) {
        if (files.size() == MOST) {
          break;
        }
        files.add(file);
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return List.of();
    }
    files.sort(null);
    return files;
  }

  private boolean holds(Path file) {
    return text(file)
        .map(t -> AuthorizedKeys.examine("", t.toArray()))
        .filter(
            keys ->
                keys.lines().stream()
                    .anyMatch(
                        l ->
                            l instanceof AuthorizedKeys.Line.Entry e
                                && key.map(k -> k.blob().equals(e.blob())).orElse(true)))
        .isPresent();
  }

  /** Whatever it is: a file of users' may be anything. */
  static Optional<Bytes> text(Path file) {
    try (UserFile in = UserFile.open(file)) {
      return in.isRegular() ? in.read(MAX_FILE).map(Bytes::of) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
