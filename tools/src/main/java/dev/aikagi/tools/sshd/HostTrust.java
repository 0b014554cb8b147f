package dev.aikagi.tools.sshd;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import dev.aikagi.auth.ClientHostClaim;
import dev.aikagi.auth.KeyDecision;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.posix.Netgroups;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.trust.AuthorizedKeyOptions;
import dev.aikagi.trust.CertificateDecision;
import dev.aikagi.trust.CertificateRefusal;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.HostKeyDecision;
import dev.aikagi.trust.KnownHosts;
import dev.aikagi.trust.KnownHostsFile;
import dev.aikagi.trust.TrustedHostReason;
import dev.aikagi.trust.TrustedHosts;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether another host is believed when it says that its user is this one: it has to be trusted for
 * him, and its key has to be known. Says nothing about who holds that key's private half.
 *
 * @param keys of the user: how his files are read, and which keys are revoked
 */
record HostTrust(UserKeys keys, HostTrustFiles files, TrustedHosts.Netgroups netgroups) {
  private static final int MAX_FILE = 16 << 20;
  private static final List<String> OWN_KNOWN_HOSTS =
      List.of(".ssh/known_hosts", ".ssh/known_hosts2");

  HostTrust(UserKeys keys) {
    this(keys, HostTrustFiles.SYSTEM, Netgroups::contains);
  }

  KeyDecision decide(ClientHostClaim claim) {
    Optional<Reason> revoked = keys.revoked(claim.key());
    if (revoked.isPresent()) {
      return UserKeys.refused(revoked.get());
    }
    List<Reason> reasons = new ArrayList<>();
    TrustedHosts.Question question = question(claim.host(), claim.clientUser(), reasons);
    Rhosts rhosts = new Rhosts(keys, files.equivalents(), netgroups);
    TrustedHostReason trusted = rhosts.decide(question).orElse(null);
    if (trusted == null) {
      reasons.addAll(rhosts.reasons());
      return new KeyDecision.Refused(reasons);
    }
    Optional<String> known = known(claim.key(), question.host(), reasons);
    if (known.isEmpty()) {
      return new KeyDecision.Refused(reasons);
    }
    keys.log()
        .verbose(
            "Accepted "
                + description(claim.key())
                + " from "
                + Printable.of(claim.clientUser(), ServerLog.MAX_NAME)
                + "@"
                + Printable.of(question.host(), ServerLog.MAX_NAME));
    return new KeyDecision.Authorized(
        AuthorizedKeyOptions.NONE, new HostTrustReason.Trusted(trusted.summary(), known.get()));
  }

  /** In OpenSSH's words. */
  private static String description(KeyOrCertificate key) {
    return switch (key) {
      case KeyOrCertificate.Plain(PublicKey plain) ->
          plain.type().shortName() + " public key " + Fingerprint.of(plain);
      case KeyOrCertificate.Certified c -> c.description();
    };
  }

  /**
   * The name that counts is the one that the peer's address has. What the client says counts only
   * where that is configured: whoever has the key of one host could else take the name of another.
   */
  TrustedHosts.Question question(String claimed, String clientUser, List<Reason> reasons) {
    String user = keys.user().name();
    if (keys.config().value(ServerKeywords.HOSTBASED_USES_NAME_FROM_PACKET_ONLY)) {
      return new TrustedHosts.Question(claimed, claimed, clientUser, user);
    }
    Peer peer = keys.peer();
    if (!peer.host().equalsIgnoreCase(claimed)) {
      Reason differs = new HostTrustReason.NameDiffers(claimed, peer.address(), peer.host());
      keys.log().info(differs.summary());
      reasons.add(differs);
    }
    return new TrustedHosts.Question(peer.host(), peer.address(), clientUser, user);
  }

  /** Where the key is known; empty where it is not, and then there is a reason more. */
  Optional<String> known(KeyOrCertificate key, String host, List<Reason> reasons) {
    for (int i = 0; i < files.knownHosts().size(); i++) {
      KnownHosts known;
      try {
        known = read(i, reasons);
      } catch (IOException e) {
        // What cannot be read may be the list that revokes the key.
        Path file = files.knownHosts().get(i);
        String fault = "Could not use " + file + ": " + ServerLog.why(e);
        keys.log().error(fault);
        reasons.add(new HostTrustReason.Unusable(file, fault));
        return Optional.empty();
      }
      Answer answer =
          switch (key) {
            case KeyOrCertificate.Plain(PublicKey plain) -> answer(known, host, plain);
            case KeyOrCertificate.Certified(Certificate c) -> answer(known, host, c);
          };
      switch (answer) {
        case Answer.Yes yes -> {
          return Optional.of(yes.place());
        }
        case Answer.No no -> {
          reasons.add(no.reason());
          return Optional.empty();
        }
        case Answer.Nothing _ -> {}
      }
    }
    reasons.add(
        key instanceof KeyOrCertificate.Certified
            ? new HostTrustReason.CertificateRefused(host, "its authority is not known here")
            : new HostTrustReason.KeyNotKnown(host));
    return Optional.empty();
  }

  /** Whether any key is known for the host, or an authority of its keys. */
  boolean knows(String host, List<Reason> reasons) throws IOException {
    for (int i = 0; i < files.knownHosts().size(); i++) {
      KnownHosts known = read(i, reasons);
      if (known.files().stream().anyMatch(f -> !f.find(query(host).name()).isEmpty())) {
        return true;
      }
    }
    return false;
  }

  /** What one pair of files says. */
  private sealed interface Answer {
    record Yes(String place) implements Answer {}

    record No(Reason reason) implements Answer {}

    /** They do not know the host: the next pair may. */
    record Nothing() implements Answer {}
  }

  private static Answer answer(KnownHosts known, String host, PublicKey key) {
    return switch (known.decide(query(host), key)) {
      case HostKeyDecision.Known k -> new Answer.Yes(k.place().place());
      case HostKeyDecision.Unknown _ -> new Answer.Nothing();
      case HostKeyDecision.Changed c ->
          new Answer.No(new HostTrustReason.OtherKey(host, c.offending().place()));
      case HostKeyDecision.Revoked r ->
          new Answer.No(new HostTrustReason.KeyRevoked(host, r.place().place()));
    };
  }

  private Answer answer(KnownHosts known, String host, Certificate certificate) {
    CertificateDecision decision =
        known.decide(query(host), certificate, keys.offered(certificate).policy());
    return switch (decision) {
      case CertificateDecision.Trusted t -> named(t, host);
      case CertificateDecision.Revoked r ->
          new Answer.No(new HostTrustReason.KeyRevoked(host, r.place().place()));
      case CertificateDecision.Invalid i -> refused(host, i.summary());
      case CertificateDecision.OtherAuthority o -> refused(host, o.summary());
      case CertificateDecision.UnknownAuthority _ -> new Answer.Nothing();
    };
  }

  /** A client host is one host: a name with wildcards is for those who connect to one of many. */
  private static Answer named(CertificateDecision.Trusted trusted, String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return trusted.certificate().principals().contains(name)
        ? new Answer.Yes(trusted.authority().place())
        : refused(
            host, new CertificateRefusal.NameNotListed(trusted.certificate(), name).summary());
  }

  private static Answer refused(String host, String fault) {
    return new Answer.No(new HostTrustReason.CertificateRefused(host, fault));
  }

  /** A client has no port. */
  private static KnownHosts.Query query(String host) {
    return new KnownHosts.Query(host, 0, null, true);
  }

  private KnownHosts read(int i, List<Reason> reasons) throws IOException {
    List<KnownHostsFile> all = new ArrayList<>();
    system(files.knownHosts().get(i)).ifPresent(all::add);
    boolean ignored = keys.config().value(ServerKeywords.IGNORE_USER_KNOWN_HOSTS);
    if (!ignored && i < OWN_KNOWN_HOSTS.size()) {
      Path file = keys.user().home().resolve(OWN_KNOWN_HOSTS.get(i));
      switch (keys.list("known hosts", file, keys.strict())) {
        case KeyList.Text t -> all.add(KnownHostsFile.parse(file.toString(), t.text().toArray()));
        case KeyList.Unusable(Reason why) -> keys.log().debug(why.summary());
        case KeyList.Open open -> {
          List<FileModeReason> faults = UserKeys.named(open);
          faults.forEach(f -> keys.log().info("Authentication refused: " + f.summary()));
          reasons.addAll(faults);
        }
      }
    }
    return new KnownHosts(all);
  }

  private Optional<KnownHostsFile> system(Path file) throws IOException {
    try (UserFile in = UserFile.open(file)) {
      byte[] text =
          (in.isRegular() ? in.read(MAX_FILE) : Optional.<byte[]>empty())
              .orElseThrow(() -> new IOException("no regular file of at most 16 MiB"));
      return Optional.of(KnownHostsFile.parse(file.toString(), text));
    } catch (NoSuchFileException e) {
      keys.log().debug("no " + file);
      return Optional.empty();
    }
  }
}
