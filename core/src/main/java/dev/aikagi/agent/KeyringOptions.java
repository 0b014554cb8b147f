package dev.aikagi.agent;

import dev.aikagi.trust.CertificatePolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How a keyring behaves. Immutable: the with-methods return changed copies. */
public final class KeyringOptions {
  /** The applications of keys that were made for SSH. */
  private static final String SSH_APPLICATIONS = "ssh:*";

  /** As OpenSSH: where a system keeps its libraries. */
  private static final String SYSTEM_LIBRARIES = "/usr/lib*/*,/usr/local/lib*/*";

  private static final KeyringOptions DEFAULT = new KeyringOptions();

  private LongSupplier clock = System::nanoTime;
  private Optional<Duration> lifetime = Optional.empty();
  private Optional<Confirmation> confirmation = Optional.empty();
  private Optional<SecurityKeys> securityKeys = Optional.empty();
  private String allowedProviders = SYSTEM_LIBRARIES;
  private boolean remoteProviders;
  private Optional<String> sshApplications = Optional.of(SSH_APPLICATIONS);
  private CertificatePolicy hostCertificates = CertificatePolicy.DEFAULT;
  private AgentObserver observer = AgentObserver.SILENT;

  private KeyringOptions() {}

  private KeyringOptions(KeyringOptions o) {
    clock = o.clock;
    lifetime = o.lifetime;
    confirmation = o.confirmation;
    securityKeys = o.securityKeys;
    allowedProviders = o.allowedProviders;
    remoteProviders = o.remoteProviders;
    sshApplications = o.sshApplications;
    hostCertificates = o.hostCertificates;
    observer = o.observer;
  }

  public static KeyringOptions defaults() {
    return DEFAULT;
  }

  /** What lifetimes are counted by: nanoseconds that never go back, from no particular moment. */
  public LongSupplier clock() {
    return clock;
  }

  public KeyringOptions withClock(LongSupplier value) {
    KeyringOptions o = new KeyringOptions(this);
    o.clock = value;
    return o;
  }

  /** Of keys that are added without one; without end by default. */
  public Optional<Duration> lifetime() {
    return lifetime;
  }

  /**
   * For keys that are added without one.
   *
   * @throws IllegalArgumentException for a time that no client could ask for
   */
  public KeyringOptions withLifetime(Duration value) {
    var _ = KeyConstraints.NONE.withLifetime(value);
    KeyringOptions o = new KeyringOptions(this);
    o.lifetime = Optional.of(value);
    return o;
  }

  /** Without one, which is the default, keys whose uses are to be confirmed are not taken. */
  public Optional<Confirmation> confirmation() {
    return confirmation;
  }

  public KeyringOptions withConfirmation(Confirmation value) {
    KeyringOptions o = new KeyringOptions(this);
    o.confirmation = Optional.of(value);
    return o;
  }

  /** Without them, which is the default, keys inside authenticators are not taken. */
  public Optional<SecurityKeys> securityKeys() {
    return securityKeys;
  }

  public KeyringOptions withSecurityKeys(SecurityKeys value) {
    KeyringOptions o = new KeyringOptions(this);
    o.securityKeys = Optional.of(value);
    return o;
  }

  /** Patterns of the paths of middleware that a client may name for a key in an authenticator. */
  public String allowedProviders() {
    return allowedProviders;
  }

  public KeyringOptions withAllowedProviders(String patterns) {
    KeyringOptions o = new KeyringOptions(this);
    o.allowedProviders = patterns;
    return o;
  }

  /** Whether a client of a forwarded connection may name middleware too; no by default. */
  public boolean remoteProviders() {
    return remoteProviders;
  }

  public KeyringOptions withRemoteProviders(boolean value) {
    KeyringOptions o = new KeyringOptions(this);
    o.remoteProviders = value;
    return o;
  }

  /**
   * Patterns of the applications of authenticators' keys that sign anything. Others could be keys
   * for websites, and sign only what is plainly of SSH. Empty: no such difference is made.
   */
  public Optional<String> sshApplications() {
    return sshApplications;
  }

  public KeyringOptions withSshApplications(Optional<String> patterns) {
    KeyringOptions o = new KeyringOptions(this);
    o.sshApplications = patterns;
    return o;
  }

  /** What certificates of hosts must be where a key is restricted to certified hosts. */
  public CertificatePolicy hostCertificates() {
    return hostCertificates;
  }

  public KeyringOptions withHostCertificates(CertificatePolicy value) {
    KeyringOptions o = new KeyringOptions(this);
    o.hostCertificates = value;
    return o;
  }

  /** Hears what happens; nobody by default. */
  public AgentObserver observer() {
    return observer;
  }

  public KeyringOptions withObserver(AgentObserver value) {
    KeyringOptions o = new KeyringOptions(this);
    o.observer = value;
    return o;
  }
}
