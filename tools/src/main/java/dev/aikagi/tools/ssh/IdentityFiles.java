package dev.aikagi.tools.ssh;

import dev.aikagi.auth.Identity;
import dev.aikagi.auth.OwnCertificateReason;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Keyword;
import dev.aikagi.config.Position;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What IdentityFile and CertificateFile name, and the certificates beside the keys. */
final class IdentityFiles {
  private final ClientConfig config;
  private final Questions questions;
  private final Log log;
  private final long userId;
  private final List<Identity> offered;

  /**
   * Reads nothing yet.
   *
   * @param offered all identities that will be offered, for certificates to find their keys in
   */
  IdentityFiles(
      ClientConfig config, Questions questions, Log log, long userId, List<Identity> offered) {
    this.config = config;
    this.questions = questions;
    this.log = log;
    this.userId = userId;
    this.offered = offered;
  }

  /**
   * Keys in the order of their lines, each with the certificate beside it behind it.
   *
   * @param adding told of each that is opened
   */
  List<Candidate> keys(AgentAddition adding) throws ConfigException {
    List<Candidate> candidates = new ArrayList<>();
    boolean explicit = config.isSet(ClientKeywords.IDENTITY_FILE);
    boolean beside = config.value(ClientKeywords.CERTIFICATE_FILE).isEmpty();
    int index = -1;
    for (String name : config.value(ClientKeywords.IDENTITY_FILE)) {
      index++;
      if (isNone(name)) {
        continue;
      }
      FileIdentity file = file(config.expandFile(name), explicit, adding);
      Origin origin = origin(ClientKeywords.IDENTITY_FILE, index);
      candidates.add(reachable(key(file, origin)));
      if (beside) {
        besides(file, origin).map(this::reachable).ifPresent(candidates::add);
      }
    }
    return candidates;
  }

  private Candidate key(FileIdentity file, Origin origin) {
    String name = file.name();
    Optional<Certificate> certificate = file.shown().flatMap(ShownKey::certificate);
    log.debug(
        1, "identity file " + name + " type " + TypeNumber.of(file.shown().map(ShownKey::type)));
    if (certificate.isPresent()) {
      return certified(Considered.certificate(name, name, origin, certificate.get()), file, true);
    }
    Optional<PublicKey> key = file.publicKey();
    return new Candidate(
        file.exists() ? Optional.of(file) : Optional.empty(), Considered.key(name, origin, key));
  }

  private Optional<Candidate> besides(FileIdentity file, Origin origin) {
    String name = file.name() + "-cert";
    CertificateFile read = CertificateFile.ifThere(name).orElse(null);
    if (read == null) {
      log.debug(1, "identity file " + name + " type -1");
      return Optional.empty();
    }
    read.announce("identity", log);
    Origin beside = new Origin.Beside(file.name(), origin);
    return Optional.of(
        read.certificate()
            .map(c -> Considered.certificate(file.name(), read.file(), beside, c))
            .map(c -> certified(c, file, false))
            .orElseGet(() -> faulty(read, beside)));
  }

  /** Those of CertificateFile. */
  List<Candidate> certificates(AgentAddition adding) throws ConfigException {
    List<Candidate> candidates = new ArrayList<>();
    int index = -1;
    for (String name : config.value(ClientKeywords.CERTIFICATE_FILE)) {
      index++;
      if (isNone(name)) {
        log.debug(1, "certificate file " + name + " type -1");
        continue;
      }
      CertificateFile read = CertificateFile.of(config.expandFile(name));
      read.announce("certificate", log);
      Origin origin = origin(ClientKeywords.CERTIFICATE_FILE, index);
      FileIdentity own = file(read.name(), true, adding);
      candidates.add(
          read.certificate()
              .map(c -> Considered.certificate(read.name(), read.file(), origin, c))
              .map(c -> reachable(certified(c, own, true)))
              .orElseGet(() -> faulty(read, origin)));
    }
    return candidates;
  }

  private Candidate certified(Considered considered, FileIdentity own, boolean bare) {
    Certificate certificate = considered.certificate().orElseThrow();
    if (certificate.kind() == Certificate.Kind.USER) {
      Identity identity = new CertifiedKey(considered.file(), certificate, own, bare, offered, log);
      return new Candidate(Optional.of(identity), considered);
    }
    return new Candidate(Optional.empty(), ignored(considered, log));
  }

  /** A host's certificate is nothing to show to a host. */
  static Considered ignored(Considered considered, Log log) {
    log.debug(
        1,
        "pubkey_prepare: ignoring certificate " + considered.name() + ": not a user certificate");
    return considered.with(
        Optional.of(
            new OwnCertificateReason.NotForUsers(
                considered.file(), considered.certificate().orElseThrow())));
  }

  private static Candidate faulty(CertificateFile read, Origin origin) {
    return new Candidate(
        Optional.empty(),
        new Considered(
            read.name(),
            read.file(),
            origin,
            Optional.empty(),
            Optional.empty(),
            false,
            read.fault().map(reason -> reason)));
  }

  /** A key in an authenticator is not offered where nothing reaches authenticators. */
  private Candidate reachable(Candidate candidate) {
    Considered considered = candidate.considered();
    boolean held =
        candidate.identity().isPresent()
            && considered.key().filter(k -> k.type().securityKey()).isPresent();
    TokenLibrary library = TokenLibrary.of(config);
    if (!held || library.provider().isPresent()) {
      return candidate;
    }
    log.debug(
        1,
        "pubkey_prepare: ignoring authenticator-hosted key "
            + considered.name()
            + " as no SecurityKeyProvider has been specified");
    return new Candidate(
        Optional.empty(), considered.with(Optional.of(library.missing(considered.name()))));
  }

  private FileIdentity file(String name, boolean explicit, AgentAddition adding) {
    int prompts =
        config.value(ClientKeywords.BATCH_MODE)
            ? 0
            : config.value(ClientKeywords.NUMBER_OF_PASSWORD_PROMPTS);
    TokenLibrary library = TokenLibrary.of(config);
    return new FileIdentity(name, explicit, questions, prompts, userId, library, log, adding);
  }

  private Origin origin(Keyword<?> keyword, int index) {
    List<Position> lines = config.positions(keyword);
    return index < lines.size() ? new Origin.Configured(lines.get(index)) : new Origin.ByDefault();
  }

  private static boolean isNone(String name) {
    return name.equalsIgnoreCase("none");
  }
}
