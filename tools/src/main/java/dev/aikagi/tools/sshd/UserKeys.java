package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.Reason;
import dev.aikagi.auth.KeyDecision;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.config.Tokens;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.posix.OwnThread;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.trust.AuthorizedKeyOptions;
import dev.aikagi.trust.AuthorizedKeys;
import dev.aikagi.trust.CertificatePolicy;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.FileModes;
import dev.aikagi.trust.OfferedCertificate;
import dev.aikagi.trust.RevokedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
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
  static final Path STAND_IN_FILE = Path.of("/etc/passwd");

  KeyDecision decide(KeyOrCertificate key) {
    Optional<Reason> revoked = revoked(key);
    if (revoked.isPresent()) {
      return refused(revoked.get());
    }
    List<Reason> reasons = new ArrayList<>();
    for (String template : config.value(ServerKeywords.AUTHORIZED_KEYS_FILE)) {
      // The first is the one that most accounts have.
      KeyDecision decision =
          decide(key, user.equals(STAND_IN) && reasons.isEmpty() ? standIn() : list(template));
      if (decision instanceof KeyDecision.Refused refused) {
        reasons.addAll(refused.reasons());
      } else {
        return decision;
      }
    }
    if (key instanceof KeyOrCertificate.Certified certified) {
      KeyDecision decision =
          new TrustedAuthorities(this, offered(certified.certificate())).decide();
      if (decision instanceof KeyDecision.Refused refused) {
        reasons.addAll(refused.reasons());
      } else {
        return decision;
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

  /** A certificate, and what it is judged by. */
  OfferedCertificate offered(Certificate certificate) {
    return offered(certificate, InstantSource.system());
  }

  OfferedCertificate offered(Certificate certificate, InstantSource clock) {
    List<SignatureAlgorithm> algorithms =
        config.algorithms(ServerKeywords.CA_SIGNATURE_ALGORITHMS).stream()
            .map(SignatureAlgorithm::named)
            .flatMap(Optional::stream)
            .toList();
    return new OfferedCertificate(
        certificate,
        user.name(),
        peer.host(),
        peer.address(),
        new CertificatePolicy(algorithms, config.value(ServerKeywords.REQUIRED_RSA_SIZE), clock));
  }

  /** Whatever cannot be read or understood may be the list that names this key. */
  Optional<Reason> revoked(KeyOrCertificate key) {
    for (String file : config.value(ServerKeywords.REVOKED_KEYS)) {
      Optional<Reason> reason = Optional.empty();
      try {
        if (lists(Files.readAllBytes(Path.of(file)), key)) {
          String named = "Authentication key " + key.description();
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

  /** A certificate is revoked by itself, and by its key and its authority's. */
  private static boolean lists(byte[] file, KeyOrCertificate key) throws MalformedException {
    return switch (key) {
      case KeyOrCertificate.Plain plain -> RevokedKeys.lists(file, plain.key());
      case KeyOrCertificate.Certified certified -> RevokedKeys.lists(file, certified.certificate());
    };
  }

  /** What is at the place that a name of AuthorizedKeysFile means for this user. */
  KeyList list(String template) {
    try {
      return list(path(template), strict());
    } catch (ConfigException e) {
      return new KeyList.Unusable(new KeysFileReason.BadName(template, ServerLog.why(e)));
    }
  }

  private KeyList standIn() {
    return list(STAND_IN_FILE, strict());
  }

  boolean strict() {
    return config.value(ServerKeywords.STRICT_MODES);
  }

  /**
   * What is at this place.
   *
   * @param strict whether others must not be able to write to it
   */
  KeyList list(Path file, boolean strict) {
    return list("public key", file, strict);
  }

  /**
   * The same.
   *
   * @param what is in it, for the log
   */
  KeyList list(String what, Path file, boolean strict) {
    log.debug("trying " + what + " file " + file);
    try {
      return user.callAs("read " + file, () -> readAsUser(file, strict));
    } catch (NoSuchFileException e) {
      return new KeyList.Unusable(new KeysFileReason.Missing(file));
    } catch (IOException | RuntimeException e) {
      return new KeyList.Unusable(new KeysFileReason.Unreadable(file, ServerLog.why(e)));
    }
  }

  /** Relative names are in the home directory. */
  Path path(String template) throws ConfigException {
    return user.home().resolve(tokens().expand(template));
  }

  Tokens tokens() {
    return new Tokens()
        .with('h', user.home().toString())
        .with('u', user.name())
        .with('U', Integer.toUnsignedString(user.uid()));
  }

  /** Those of the programs that print lists besides. */
  Tokens programTokens() {
    return tokens()
        .with(
            'C',
            () ->
                peer.address()
                    + " "
                    + peer.port()
                    + " "
                    + peer.localAddress()
                    + " "
                    + peer.localPort())
        .with('D', "");
  }

  private KeyDecision decide(KeyOrCertificate key, KeyList list) {
    return switch (list) {
      case KeyList.Text t -> decide(key, t.keys());
      case KeyList.Unusable(Reason why) -> refused(why);
      case KeyList.Open open -> {
        List<FileModeReason> faults = named(open);
        faults.forEach(f -> log.info("Authentication refused: " + f.summary()));
        yield new KeyDecision.Refused(List.<Reason>copyOf(faults));
      }
    };
  }

  /**
   * With the names of owners: the account database is asked by root, not with the user's rights.
   */
  static List<FileModeReason> named(KeyList.Open open) {
    return open.faults().stream().map(UserKeys::withName).toList();
  }

  /** Looks at files and at nothing else: see {@link dev.aikagi.posix.Credentials#callAs}. */
  private KeyList readAsUser(Path file, boolean strict) throws IOException {
    try (UserFile in = UserFile.open(file)) {
      if (!in.isRegular()) {
        return new KeyList.Unusable(new KeysFileReason.NotRegular(file));
      }
      List<FileModeReason> faults = strict ? faults(file) : List.of();
      if (!faults.isEmpty()) {
        return new KeyList.Open(file, faults);
      }
      Optional<byte[]> text = in.read(MAX_FILE);
      return text.isEmpty()
          ? new KeyList.Unusable(new KeysFileReason.TooLarge(file))
          : new KeyList.Text(file, Bytes.of(text.get()));
    }
  }

  private List<FileModeReason> faults(Path file) {
    return FileModes.strictModes(
        file, user.home(), Integer.toUnsignedLong(user.uid()), user.name(), new Attributes(false));
  }

  KeyDecision decide(KeyOrCertificate key, AuthorizedKeys keys) {
    AuthorizedKeys.Decision decision =
        switch (key) {
          case KeyOrCertificate.Plain plain ->
              keys.decide(plain.key(), peer.host(), peer.address(), Instant.now());
          case KeyOrCertificate.Certified certified ->
              keys.decide(offered(certified.certificate()), Instant.now());
        };
    return switch (decision) {
      case AuthorizedKeys.Decision.Authorized a -> authorized(a.options(), a.reason());
      case AuthorizedKeys.Decision.NotAuthorized n ->
          new KeyDecision.Refused(List.copyOf(n.reasons()));
    };
  }

  /** Yes, by these options and PubkeyAuthOptions. */
  KeyDecision authorized(AuthorizedKeyOptions options, Reason reason) {
    log.verbose(reason.summary());
    return new KeyDecision.Authorized(
        options.demanding(demanded("touch-required"), demanded("verify-required")), reason);
  }

  private boolean demanded(String option) {
    return config.value(ServerKeywords.PUBKEY_AUTH_OPTIONS).contains(option);
  }

  static KeyDecision refused(Reason reason) {
    return new KeyDecision.Refused(List.of(reason));
  }

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
