package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.Reason;
import dev.aikagi.auth.KeyDecision;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.config.Tokens;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.PublicKey;
import dev.aikagi.posix.OwnThread;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.trust.AuthorizedKeys;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.FileModes;
import dev.aikagi.trust.RevokedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a key is authorised for a user: AuthorizedKeysCommand, and the user's files, which are
 * looked at and read with the user's own credentials.
 */
record UserKeys(User user, ServerConfig config, Peer peer, ServerLog log, ProgramStarter starter) {
  private static final int MAX_FILE = 16 << 20;

  /**
   * Whose keys are looked for when a name has no account, by the same way and with the same work; a
   * sooner answer would name those who have one (CVE-2016-6210). What comes of it is dropped. The
   * name that the peer gave goes into no file name and to no command.
   */
  static final User STAND_IN =
      new User("nobody", 65534, 65534, "", Path.of("/nonexistent"), "/bin/sh");

  /** Everybody can read it, it is there everywhere, and none of its lines is a key. */
  private static final Path STAND_IN_FILE = Path.of("/etc/passwd");

  KeyDecision decide(PublicKey key) {
    Optional<Reason> revoked = revoked(key);
    if (revoked.isPresent()) {
      return refused(revoked.get());
    }
    List<Reason> reasons = new ArrayList<>();
    for (String template : config.value(ServerKeywords.AUTHORIZED_KEYS_FILE)) {
      try {
        // The first is the one that most accounts have.
        Path file = user.equals(STAND_IN) && reasons.isEmpty() ? STAND_IN_FILE : path(template);
        log.debug("trying public key file " + file);
        KeyDecision decision = decide(key, file);
        if (decision instanceof KeyDecision.Refused refused) {
          reasons.addAll(refused.reasons());
        } else {
          return decision;
        }
      } catch (ConfigException e) {
        reasons.add(new LoginRefusal.BadFile(template, ServerLog.why(e)));
      }
    }
    if (config.value(ServerKeywords.AUTHORIZED_KEYS_COMMAND).isPresent()) {
      KeyDecision decision = new KeysCommand(this, key).decide();
      if (decision instanceof KeyDecision.Refused refused) {
        reasons.addAll(refused.reasons());
      } else {
        return decision;
      }
    }
    return new KeyDecision.Refused(reasons);
  }

  /** Whatever cannot be read or understood may be the list that names this key. */
  private Optional<Reason> revoked(PublicKey key) {
    String named = "Authentication key " + key.type().shortName() + " " + Fingerprint.of(key);
    for (String file : config.value(ServerKeywords.REVOKED_KEYS)) {
      Optional<Reason> reason = Optional.empty();
      try {
        if (RevokedKeys.lists(Files.readAllBytes(Path.of(file)), key)) {
          reason = Optional.of(new LoginRefusal.Revoked(named, file));
        }
      } catch (IOException | RuntimeException e) {
        reason = Optional.of(new LoginRefusal.BadFile(file, ServerLog.why(e)));
      }
      if (reason.isPresent()) {
        log.error(reason.get().summary());
        return reason;
      }
    }
    return Optional.empty();
  }

  /** A file name of AuthorizedKeysFile for this user; relative ones are in the home directory. */
  private Path path(String template) throws ConfigException {
    return user.home().resolve(tokens().expand(template));
  }

  Tokens tokens() {
    return new Tokens()
        .with('h', user.home().toString())
        .with('u', user.name())
        .with('U', Integer.toUnsignedString(user.uid()));
  }

  private KeyDecision decide(PublicKey key, Path file) {
    ListOfKeys list;
    try {
      list = user.callAs("read " + file, () -> readAsUser(file));
    } catch (NoSuchFileException e) {
      list = new ListOfKeys.Unusable("No such file or directory");
    } catch (IOException | RuntimeException e) {
      list = new ListOfKeys.Unusable(ServerLog.why(e));
    }
    return switch (list) {
      case ListOfKeys.Text(Bytes text) ->
          decide(key, AuthorizedKeys.parse(file.toString(), text.toArray()));
      case ListOfKeys.Unusable(String why) ->
          refused(new LoginRefusal.BadFile(file.toString(), why));
      case ListOfKeys.Open(List<FileModeReason> found) -> {
        List<FileModeReason> faults = found.stream().map(UserKeys::withName).toList();
        faults.forEach(f -> log.info("Authentication refused: " + f.summary()));
        yield new KeyDecision.Refused(List.<Reason>copyOf(faults));
      }
    };
  }

  /** What the user's rights found at the place of a list of keys. */
  private sealed interface ListOfKeys {
    record Text(Bytes text) implements ListOfKeys {}

    record Unusable(String why) implements ListOfKeys {}

    /** Others may write to it, or to a folder on the way. */
    record Open(List<FileModeReason> faults) implements ListOfKeys {}
  }

  /** Looks at files and at nothing else: see {@link dev.aikagi.posix.Credentials#callAs}. */
  private ListOfKeys readAsUser(Path file) throws IOException {
    try (UserFile in = UserFile.open(file)) {
      if (!in.isRegular()) {
        return new ListOfKeys.Unusable("not a regular file");
      }
      List<FileModeReason> faults = faults(file);
      if (!faults.isEmpty()) {
        return new ListOfKeys.Open(faults);
      }
      Optional<byte[]> text = in.read(MAX_FILE);
      return text.isEmpty()
          ? new ListOfKeys.Unusable("too large")
          : new ListOfKeys.Text(Bytes.of(text.get()));
    }
  }

  private List<FileModeReason> faults(Path file) {
    return config.value(ServerKeywords.STRICT_MODES)
        ? FileModes.strictModes(
            file,
            user.home(),
            Integer.toUnsignedLong(user.uid()),
            user.name(),
            new Attributes(false))
        : List.of();
  }

  KeyDecision decide(PublicKey key, AuthorizedKeys keys) {
    return switch (keys.decide(key, peer.host(), peer.address(), Instant.now())) {
      case AuthorizedKeys.Decision.Authorized a ->
          new KeyDecision.Authorized(
              a.options().demanding(demanded("touch-required"), demanded("verify-required")),
              a.reason());
      case AuthorizedKeys.Decision.NotAuthorized n ->
          new KeyDecision.Refused(List.copyOf(n.reasons()));
    };
  }

  private boolean demanded(String option) {
    return config.value(ServerKeywords.PUBKEY_AUTH_OPTIONS).contains(option);
  }

  static KeyDecision refused(Reason reason) {
    return new KeyDecision.Refused(List.of(reason));
  }

  /** The account database is asked by root, not with the user's rights. */
  private static FileModeReason withName(FileModeReason fault) {
    return fault
            instanceof FileModeReason.WrongOwner(Path path, boolean folder, String id, String user)
        ? new FileModeReason.WrongOwner(path, folder, nameOf(id), user)
        : fault;
  }

  private static String nameOf(String id) {
    try {
      return OwnThread.call("name of " + id, () -> User.withId(Integer.parseUnsignedInt(id)))
          .map(User::name)
          .orElse(id);
    } catch (IOException e) {
      return id;
    }
  }

  /**
   * Of files, as the credentials of the calling thread see them.
   *
   * @param named whether owners have names; else the number is the name, and no database is asked
   */
  record Attributes(boolean named) implements FileModes.Source {
    @Override
    public Optional<FileModes.Attributes> of(Path path) {
      try {
        Map<String, Object> all =
            Files.readAttributes(path, named ? "unix:mode,uid,owner" : "unix:mode,uid");
        int mode = number(all.get("mode"));
        FileModes.Kind kind =
            switch (mode & 0170000) {
              case 0100000 -> FileModes.Kind.FILE;
              case 0040000 -> FileModes.Kind.FOLDER;
              default -> FileModes.Kind.OTHER;
            };
        return Optional.of(
            new FileModes.Attributes(
                kind,
                mode & 07777,
                Integer.toUnsignedLong(number(all.get("uid"))),
                named
                    ? String.valueOf(all.get("owner"))
                    : Integer.toUnsignedString(number(all.get("uid")))));
      } catch (IOException e) {
        return Optional.empty();
      }
    }

    private static int number(@Nullable Object attribute) throws IOException {
      if (attribute instanceof Integer value) {
        return value;
      }
      throw new IOException("no such attribute");
    }

    @Override
    public @Nullable Path realPath(Path path) {
      try {
        return path.toRealPath(new LinkOption[0]);
      } catch (IOException e) {
        return null;
      }
    }
  }
}
