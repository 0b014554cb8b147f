package dev.aikagi.tools.ssh;

import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.kex.HostKeyCheck;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.Randomart;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.trust.CertificateDecision;
import dev.aikagi.trust.HostKeyDecision;
import dev.aikagi.trust.HostKeyPlace;
import dev.aikagi.trust.KnownHosts;
import dev.aikagi.trust.KnownHostsFile;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * StrictHostKeyChecking: what is done about each thing that known_hosts can say. Nothing is
 * accepted but by a line here that says so (CVE-2025-26465).
 */
final class HostKeyVerifier implements HostKeyCheck {
  private static final String BANNER =
      "@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@";
  private static final int SSH_PORT = 22;

  private final ClientConfig config;
  private final KnownHostsStore store;
  private final Questions questions;
  private final Log log;
  private final Optional<String> address;
  private final String strictness;
  private boolean passwordsAllowed = true;
  private boolean knownByUser;
  private HostKeyDns.Answer dns = HostKeyDns.Answer.NOT_ASKED;

  HostKeyVerifier(
      ClientConfig config,
      KnownHostsStore store,
      Questions questions,
      Log log,
      Optional<String> address) {
    this.config = config;
    this.store = store;
    this.questions = questions;
    this.log = log;
    this.address = address;
    this.strictness = config.value(ClientKeywords.STRICT_HOST_KEY_CHECKING);
  }

  /** Whom the key is to vouch for. */
  KnownHosts.Query query() {
    Optional<String> alias = config.value(ClientKeywords.HOST_KEY_ALIAS);
    if (alias.isPresent()) {
      return new KnownHosts.Query(alias.get(), SSH_PORT, null, true);
    }
    int port = config.value(ClientKeywords.PORT);
    return new KnownHosts.Query(config.host(), port, checkedAddress(), false);
  }

  private @Nullable String checkedAddress() {
    boolean checks = config.value(ClientKeywords.CHECK_HOST_IP);
    return checks && !address.orElse("").equals(config.host()) ? address.orElse(null) : null;
  }

  /** False once a changed key was let through: then nothing is typed that could be stolen. */
  boolean allowsPasswords() {
    return passwordsAllowed;
  }

  /** Whether the key was in the user's own file, which UpdateHostKeys may then change. */
  boolean isKnownByUser() {
    return knownByUser;
  }

  @Override
  public HostKeyVerdict check(PublicKey key, SignatureAlgorithm algorithm) throws IOException {
    store.about(query(), key);
    log.debug(1, "Server host key: " + key.type().wireName() + " " + fingerprint(key));
    if (!RevokedHostKeys.allow(config, key, log)) {
      return revokedByFile();
    }
    return skipsLoopback() ? loopback() : decide(key);
  }

  /** Secure records that match are enough; what others say is told, and known_hosts decides. */
  private boolean isProvenByDns(PublicKey key) {
    dns = HostKeyDns.look(config, key, log);
    if (dns == HostKeyDns.Answer.DIFFERS) {
      warnOfChange(key);
      log.error("Update the SSHFP RR in DNS with the new host key to get rid of this message.");
    }
    return dns == HostKeyDns.Answer.SECURE
        && config.value(ClientKeywords.VERIFY_HOST_KEY_DNS).equals("yes");
  }

  /** Where no authority vouches for it, a certificate is worth what the key in it is. */
  @Override
  public HostKeyVerdict check(Certificate certificate, SignatureAlgorithm algorithm)
      throws IOException {
    store.about(query(), certificate.publicKey());
    HostCertificates certificates = new HostCertificates(config, log, hash());
    certificates.describe(certificate);
    if (!RevokedHostKeys.allow(config, certificate, log)) {
      return revokedByFile();
    }
    if (skipsLoopback()) {
      return loopback();
    }
    CertificateDecision decision = certificates.decide(store.read(), query(), certificate);
    return switch (decision) {
      case CertificateDecision.Trusted _ -> {
        show(() -> Randomart.of(certificate, hash()), certificate.publicKey());
        yield new HostKeyVerdict.Accepted(decision);
      }
      case CertificateDecision.Revoked revoked -> {
        tellRevoked(certificate.type(), revoked.name());
        yield new HostKeyVerdict.Refused(decision);
      }
      case CertificateDecision.Invalid _,
          CertificateDecision.OtherAuthority _,
          CertificateDecision.UnknownAuthority _ -> {
        log.debug(1, "No matching CA found. Retry with plain key");
        yield decide(certificate.publicKey());
      }
    };
  }

  private HostKeyVerdict revokedByFile() {
    return new HostKeyVerdict.Refused(
        new KnownHostsReason.RevokedByFile(
            config.value(ClientKeywords.REVOKED_HOST_KEYS).orElse("")));
  }

  private HostKeyVerdict loopback() {
    log.debug(1, "Forcing accepting of host key for loopback/localhost.");
    return new HostKeyVerdict.Accepted(new KnownHostsReason.LoopbackNotChecked());
  }

  private void show(Supplier<String> picture, PublicKey key) {
    if (config.value(ClientKeywords.VISUAL_HOST_KEY)) {
      log.info("Host key fingerprint is " + fingerprint(key));
      log.info(picture.get());
    }
  }

  private HostKeyVerdict decide(PublicKey key) throws IOException {
    boolean proven = isProvenByDns(key);
    HostKeyDecision decision = store.read().decide(query(), key);
    // OpenSSH asks known_hosts no more; a key that was revoked there is not mended by a record.
    if (proven && !(decision instanceof HostKeyDecision.Revoked)) {
      return new HostKeyVerdict.Accepted(new KnownHostsReason.ProvenByDns(config.host()));
    }
    boolean accepted =
        switch (decision) {
          case HostKeyDecision.Known known -> known(known);
          case HostKeyDecision.Unknown unknown -> unknown(unknown);
          case HostKeyDecision.Changed changed -> changed(changed);
          case HostKeyDecision.Revoked revoked -> {
            tellRevoked(key.type(), revoked.name());
            // With checking switched off OpenSSH would go on; a revoked key proves nothing.
            yield false;
          }
        };
    if (!accepted) {
      return new HostKeyVerdict.Refused(decision);
    }
    show(() -> Randomart.of(key, hash()), key);
    return new HostKeyVerdict.Accepted(decision);
  }

  private boolean skipsLoopback() {
    String a = address.orElse("");
    return config.value(ClientKeywords.NO_HOST_AUTHENTICATION_FOR_LOCALHOST)
        && (a.startsWith("127.") || a.equals("0:0:0:0:0:0:0:1") || a.equals("::1"));
  }

  private FingerprintHash hash() {
    return FingerprintHash.named(config.value(ClientKeywords.FINGERPRINT_HASH))
        .orElse(FingerprintHash.SHA256);
  }

  private String fingerprint(PublicKey key) {
    return Fingerprint.of(key, hash()).toString();
  }

  private boolean known(HostKeyDecision.Known known) {
    String type = known.key().type().shortName();
    log.debug(1, "Host '" + known.name() + "' is known and matches the " + type + " host key.");
    log.debug(1, "Found key in " + known.place().place());
    knownByUser =
        !known.withoutPort() && store.userFile().filter(known.place().file()::equals).isPresent();
    return true;
  }

  private boolean unknown(HostKeyDecision.Unknown unknown) throws IOException {
    String type = unknown.key().type().shortName();
    switch (strictness) {
      case "yes" -> {
        log.error(
            "No "
                + type
                + " host key is known for "
                + unknown.name()
                + " and you have requested strict checking.");
        return false;
      }
      case "ask" -> {
        if (config.value(ClientKeywords.BATCH_MODE) || !confirmed(unknown)) {
          return false;
        }
      }
      case "accept-new", "no" -> {}
      default -> throw new IllegalStateException("StrictHostKeyChecking " + strictness);
    }
    String fault = store.add(unknown.name(), checkedAddress(), unknown.key());
    if (fault == null) {
      log.info(
          "Warning: Permanently added '"
              + unknown.name()
              + Optional.ofNullable(checkedAddress()).map(a -> "," + a).orElse("")
              + "' ("
              + type
              + ") to the list of known hosts.");
      knownByUser = true;
    } else {
      log.error("Failed to add the host to the list of known hosts (" + fault + ").");
    }
    return true;
  }

  private boolean confirmed(HostKeyDecision.Unknown unknown) throws IOException {
    PublicKey key = unknown.key();
    StringBuilder text = new StringBuilder();
    text.append("The authenticity of host '").append(unknown.name()).append(" (");
    text.append(addressName()).append(")' can't be established.\n");
    text.append(key.type().shortName()).append(" key fingerprint is ");
    text.append(fingerprint(key)).append(".\n");
    switch (dns) {
      case NOT_ASKED -> {}
      case SECURE, MATCHES -> text.append("Matching host key fingerprint found in DNS.\n");
      case SILENT, DIFFERS -> text.append("No matching host key fingerprint found in DNS.\n");
    }
    if (config.value(ClientKeywords.VISUAL_HOST_KEY)) {
      text.append(Randomart.of(key, hash())).append('\n');
    }
    if (unknown.otherNames().isEmpty()) {
      text.append("This key is not known by any other names.\n");
    } else {
      text.append("This host key is known by the following other names/addresses:\n");
      for (HostKeyPlace place : unknown.otherNames()) {
        String hosts = place.hosts().startsWith("|") ? "[hashed name]" : place.hosts();
        text.append("    ").append(place.place()).append(": ").append(hosts).append('\n');
      }
    }
    text.append("Are you sure you want to continue connecting (yes/no/[fingerprint])? ");
    String prompt = text.toString();
    while (true) {
      Optional<String> answer = questions.line(prompt);
      String word = firstWord(answer.orElse("no"));
      if (word.isEmpty() || word.equalsIgnoreCase("no")) {
        return false;
      }
      if (word.equalsIgnoreCase("yes") || word.equals(fingerprint(key))) {
        return true;
      }
      prompt = "Please type 'yes', 'no' or the fingerprint: ";
    }
  }

  /** The first word is the answer; OpenSSH does not look at what follows it. */
  private static String firstWord(String answer) {
    return answer.strip().split("[ \\t]", 2)[0];
  }

  private String addressName() {
    return address.isEmpty()
        ? "<no hostip for proxy command>"
        : KnownHostsFile.name(address.get(), config.value(ClientKeywords.PORT));
  }

  private boolean changed(HostKeyDecision.Changed changed) {
    PublicKey key = changed.key();
    HostKeyPlace offending = changed.offending();
    warnOfChange(key);
    log.error(
        "Add correct host key in "
            + store.userFile().orElse(offending.file())
            + " to get rid of this message.");
    log.error("Offending " + offending.type().shortName() + " key in " + offending.place());
    log.error("  remove with:");
    log.error("  ssh-keygen -f \"" + offending.file() + "\" -R \"" + changed.name() + "\"");
    if (!strictness.equals("no")) {
      log.error(
          "Host key for "
              + changed.name()
              + " has changed and you have requested strict checking.");
      return false;
    }
    if (config.value(ClientKeywords.PASSWORD_AUTHENTICATION)) {
      log.error("Password authentication is disabled to avoid man-in-the-middle attacks.");
    }
    if (config.value(ClientKeywords.KBD_INTERACTIVE_AUTHENTICATION)) {
      log.error(
          "Keyboard-interactive authentication is disabled to avoid man-in-the-middle attacks.");
    }
    passwordsAllowed = false;
    return true;
  }

  private void warnOfChange(PublicKey key) {
    log.error(BANNER);
    log.error("@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @");
    log.error(BANNER);
    log.error("IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!");
    log.error("Someone could be eavesdropping on you right now (man-in-the-middle attack)!");
    log.error("It is also possible that a host key has just been changed.");
    log.error(
        "The fingerprint for the "
            + key.type().shortName()
            + " key sent by the remote host is\n"
            + fingerprint(key)
            + ".");
    log.error("Please contact your system administrator.");
  }

  private void tellRevoked(KeyType keyType, String name) {
    String type = keyType.shortName();
    log.error(BANNER);
    log.error("@       WARNING: REVOKED HOST KEY DETECTED!               @");
    log.error(BANNER);
    log.error("The " + type + " host key for " + name + " is marked as revoked.");
    log.error("This could mean that a stolen key is being used to");
    log.error("impersonate this host.");
    log.error(
        type + " host key for " + name + " was revoked and you have requested strict checking.");
  }
}
