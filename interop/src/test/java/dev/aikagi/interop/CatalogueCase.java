package dev.aikagi.interop;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One directory of the catalogue: a set-up that is broken in one way, or a healthy one that is
 * easily taken for broken. README.md beside them says what the files are.
 */
record CatalogueCase(Path folder, Properties settings) {
  private static final Path CATALOGUE = Path.of("src/test/catalogue").toAbsolutePath();

  private static final Set<String> KEYS =
      Set.of(
          "about",
          "mode",
          "peer",
          "expect",
          "args",
          "login",
          "says",
          "mended",
          "remedy",
          "agent",
          "answer",
          "listener",
          "jump",
          "starts");

  /** Who asks the doctor: the person at the client, or root at the server. */
  enum Mode {
    CLIENT,
    SERVER,
    CONFIG
  }

  /** What can be done with the best remedy of the finding. */
  enum RemedyUse {
    /** Its commands are run, and then the login works. */
    MENDS,
    /** Its commands are the login. */
    IS_LOGIN,
    /** It cannot be run by a test: it asks somebody, or names what only a person can know. */
    READ
  }

  /** All of broken/ or healthy/, or those whose name contains what the property says. */
  static Stream<CatalogueCase> all(String kind) throws IOException {
    String only = System.getProperty("catalogue.only", "");
    List<CatalogueCase> cases = new ArrayList<>();
    try (Stream<Path> folders = Files.list(CATALOGUE.resolve(kind))) {
      for (Path folder : folders.sorted().toList()) {
        if (folder.getFileName().toString().contains(only)) {
          cases.add(read(folder));
        }
      }
    }
    return cases.stream();
  }

  /** Whether this person's half of the doctor is to be tested. */
  static boolean isAsked(Mode mode) {
    String asked = System.getProperty("catalogue.mode", "");
    return asked.isEmpty() || mode.name().equalsIgnoreCase(asked);
  }

  private static CatalogueCase read(Path folder) throws IOException {
    Properties settings = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.resolve("case.properties"))) {
      settings.load(reader);
    }
    for (String key : settings.stringPropertyNames()) {
      if (!KEYS.contains(key)) {
        throw new AssertionError(folder + ": what is " + key + "?");
      }
    }
    return new CatalogueCase(folder, settings);
  }

  Mode mode() {
    return Mode.valueOf(setting("mode", "").toUpperCase(Locale.ROOT));
  }

  Whose peer() {
    return setting("peer", "").equals("aikagi") ? Whose.OURS : Whose.OPENSSH;
  }

  /** The code of the first finding. */
  String expect() {
    return setting("expect", "");
  }

  /** What ssh-doctor is called with, in the words of sh. */
  String args() {
    return setting("args", defaultArgs());
  }

  private String defaultArgs() {
    return switch (mode()) {
      case CLIENT -> "place";
      case SERVER -> serverArgs();
      case CONFIG -> "--config \"$CONFIG\"";
    };
  }

  static String serverArgs() {
    return "--server -f \"$CONFIG\" --user \"$ACCOUNT\" --key \"$CLIENT_HOME/.ssh/id_ed25519.pub\""
        + " --from 127.0.0.1";
  }

  /** A plain login by OpenSSH's programs, which says "in" where it works. */
  String login() {
    return setting("login", "ssh -o BatchMode=yes place echo in");
  }

  /** The login after the mend, where that is another way of calling. */
  String mendedLogin() {
    return setting("mended", login());
  }

  /** What the failed login shows, or else the log of its server. */
  String says() {
    return setting("says", "");
  }

  RemedyUse remedy() {
    return switch (setting("remedy", "mends")) {
      case "mends" -> RemedyUse.MENDS;
      case "login" -> RemedyUse.IS_LOGIN;
      case "read" -> RemedyUse.READ;
      default -> throw new AssertionError(this + ": what remedy?");
    };
  }

  /** The keys that an agent has, by their files' names; none where there is no agent. */
  List<String> agentKeys() {
    String names = setting("agent", "");
    return names.isEmpty() ? List.of() : List.of(names.split(" ", -1));
  }

  /** What whoever is asked for a passphrase or password answers. */
  String answer() {
    return setting("answer", "");
  }

  /** What listens on the other port. */
  String listener() {
    return setting("listener", "");
  }

  /** Whose server is at the jump host that the way leads through; none where it is direct. */
  Optional<Whose> jump() {
    return switch (setting("jump", "")) {
      case "" -> Optional.empty();
      case "openssh" -> Optional.of(Whose.OPENSSH);
      case "aikagi" -> Optional.of(Whose.OURS);
      default -> throw new AssertionError(this + ": whose jump host?");
    };
  }

  boolean serverStarts() {
    return setting("starts", "yes").equals("yes");
  }

  private String setting(String key, String otherwise) {
    return settings.getProperty(key, otherwise);
  }

  @Override
  public String toString() {
    return folder.getFileName().toString();
  }
}
