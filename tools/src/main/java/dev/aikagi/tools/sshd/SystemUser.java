package dev.aikagi.tools.sshd;

import dev.aikagi.Reason;
import dev.aikagi.SecretBytes;
import dev.aikagi.auth.AuthenticationMethods;
import dev.aikagi.auth.ClientHostClaim;
import dev.aikagi.auth.GssAcceptor;
import dev.aikagi.auth.GssContext;
import dev.aikagi.auth.KeyDecision;
import dev.aikagi.auth.KeyboardInteractiveDevice;
import dev.aikagi.auth.PasswordDecision;
import dev.aikagi.auth.UserAuthSettings;
import dev.aikagi.auth.UserPolicy;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.kerberos.KerberosContext;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.posix.OwnThread;
import dev.aikagi.posix.Shadow;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.trust.AuthorizedKeyOptions;
import dev.aikagi.trust.PermitRootLogin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One user name on one connection, an account of this system or not, and what decides about it. */
final class SystemUser implements UserPolicy, AutoCloseable {
  private static final int MAX_BANNER = 64 * 1024;

  private final String name;
  private final Optional<User> account;
  private final ServerConfig config;
  private final Peer peer;
  private final ServerLog log;
  private final Optional<Reason> refusal;
  private final UserAuthSettings settings;
  private final Optional<PamLogin> pam;
  private final ProgramStarter shared;
  private final LentTicket lent;

  /** Without PAM, a password that has expired lets its user in to change it. */
  private boolean passwordExpired;

  /**
   * Takes what was found out about the name.
   *
   * @param config with the Match blocks for this user
   * @param pam present where UsePAM is
   * @param shared starts programs where PAM does not
   */
  SystemUser(
      String name,
      Optional<User> account,
      ServerConfig config,
      Peer peer,
      ServerLog log,
      Optional<Reason> refusal,
      Optional<PamLogin> pam,
      ProgramStarter shared) {
    this.name = name;
    this.account = account;
    this.config = config;
    this.peer = peer;
    this.log = log;
    this.refusal = refusal;
    this.pam = pam;
    this.shared = shared;
    this.settings = settings(config, pam.isPresent(), banner(config));
    this.lent = new LentTicket(config, log);
  }

  /** The account of somebody who is logged in. */
  User account() {
    return account.orElseThrow();
  }

  boolean exists() {
    return account.isPresent();
  }

  ServerConfig config() {
    return config;
  }

  Optional<PamLogin> pam() {
    return pam;
  }

  /** What starts his programs. */
  ProgramStarter starter() {
    return pam.isPresent() ? pam.get() : shared;
  }

  /** Whether his sessions are for the change of his password alone. */
  boolean mustChangePassword() {
    return passwordExpired || pam.filter(PamLogin::mustChangePassword).isPresent();
  }

  static UserAuthSettings settings(ServerConfig c, boolean withPam, @Nullable String banner) {
    Set<String> enabled = new HashSet<>();
    if (c.value(ServerKeywords.PUBKEY_AUTHENTICATION)) {
      enabled.add("publickey");
    }
    if (c.value(ServerKeywords.PASSWORD_AUTHENTICATION)) {
      enabled.add("password");
    }
    if (c.value(ServerKeywords.KBD_INTERACTIVE_AUTHENTICATION) && withPam) {
      enabled.add("keyboard-interactive");
    }
    if (c.value(ServerKeywords.HOSTBASED_AUTHENTICATION)) {
      enabled.add("hostbased");
    }
    if (c.value(ServerKeywords.GSSAPI_AUTHENTICATION)) {
      enabled.add("gssapi-with-mic");
    }
    boolean empty = c.value(ServerKeywords.PERMIT_EMPTY_PASSWORDS);
    if (empty && enabled.contains("password")) {
      enabled.add("none");
    }
    return new UserAuthSettings(
        enabled,
        AuthenticationMethods.of(c.value(ServerKeywords.AUTHENTICATION_METHODS)),
        algorithms(c.algorithms(ServerKeywords.PUBKEY_ACCEPTED_ALGORITHMS)),
        c.value(ServerKeywords.REQUIRED_RSA_SIZE),
        c.value(ServerKeywords.MAX_AUTH_TRIES),
        empty,
        banner,
        algorithms(c.algorithms(ServerKeywords.HOSTBASED_ACCEPTED_ALGORITHMS)));
  }

  private static List<PublicKeyAlgorithm> algorithms(List<String> names) {
    return names.stream().map(PublicKeyAlgorithm::named).flatMap(Optional::stream).toList();
  }

  private @Nullable String banner(ServerConfig c) {
    Optional<String> file = c.value(ServerKeywords.BANNER);
    if (file.isEmpty()) {
      return null;
    }
    Path path = Path.of(file.get());
    try {
      if (Files.isRegularFile(path) && Files.size(path) <= MAX_BANNER) {
        return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
      }
      log.debug("no banner: " + path + " is no regular file of at most 64 KiB");
    } catch (IOException e) {
      log.debug("no banner: " + ServerLog.why(e));
    }
    return null;
  }

  @Override
  public UserAuthSettings settings() {
    return settings;
  }

  @Override
  public Optional<Reason> refusal() {
    return refusal;
  }

  @Override
  public KeyDecision publicKey(PublicKey key) {
    return decide(new KeyOrCertificate.Plain(key));
  }

  @Override
  public KeyDecision certificate(Certificate certificate) {
    return decide(new KeyOrCertificate.Certified(certificate));
  }

  private KeyDecision decide(KeyOrCertificate key) {
    if (account.isEmpty()) {
      var _ = new UserKeys(UserKeys.STAND_IN, config, peer, log, shared).decide(key);
      return new KeyDecision.Refused(refusal.stream().toList());
    }
    return new UserKeys(account.get(), config, peer, log, shared).decide(key);
  }

  @Override
  public KeyDecision hostbased(ClientHostClaim claim) {
    UserKeys keys = new UserKeys(account.orElse(UserKeys.STAND_IN), config, peer, log, shared);
    KeyDecision decision = new HostTrust(keys).decide(claim);
    return account.isPresent() ? decision : new KeyDecision.Refused(refusal.stream().toList());
  }

  @Override
  public List<GssAcceptor> gssAcceptors() {
    return List.of(Keytab.acceptor());
  }

  @Override
  public KeyDecision gssapi(GssContext context) {
    lent.drop();
    if (!(context instanceof KerberosContext kerberos)) {
      return UserPolicy.super.gssapi(context);
    }
    UserKeys keys = new UserKeys(account.orElse(UserKeys.STAND_IN), config, peer, log, shared);
    KeyDecision decision = new PrincipalAccess(keys).decide(kerberos);
    if (decision instanceof KeyDecision.Authorized && refusal.isEmpty()) {
      lent.take(kerberos::delegated);
    }
    return refusal.isEmpty() ? decision : new KeyDecision.Refused(refusal.stream().toList());
  }

  /** What the client lends for the sessions. */
  LentTicket lent() {
    return lent;
  }

  @Override
  public PasswordDecision password(SecretBytes password) {
    return decide(
        () ->
            pam.isPresent()
                ? pam.get().password(password)
                : OwnThread.call("password of " + name, () -> byShadow(password)));
  }

  @Override
  public PasswordDecision changePassword(SecretBytes oldPassword, SecretBytes newPassword) {
    return pam.isPresent()
        ? decide(() -> pam.get().changePassword(oldPassword, newPassword))
        : UserPolicy.super.changePassword(oldPassword, newPassword);
  }

  private interface Question {
    PasswordDecision ask() throws IOException;
  }

  private PasswordDecision decide(Question question) {
    try {
      return question.ask();
    } catch (IOException | RuntimeException e) {
      // Whatever could not be asked has not said yes.
      log.error("password check: " + ServerLog.why(e));
      return new PasswordDecision.Refused(
          new LoginRefusal.Fault("password check", ServerLog.why(e)));
    }
  }

  /**
   * Whether a password may let the account in. Where it may not, the right one looks wrong: nobody
   * learns root's password here who cannot use it here (CVE-2003-1562).
   */
  static boolean passwordCounts(Optional<User> account, ServerConfig config) {
    return account.filter(a -> a.uid() == 0).isEmpty()
        || permitRootLogin(config.value(ServerKeywords.PERMIT_ROOT_LOGIN)) == PermitRootLogin.YES;
  }

  private PasswordDecision byShadow(SecretBytes password) throws IOException {
    Optional<Shadow> shadow = account.isPresent() ? Shadow.named(name) : Optional.empty();
    if (shadow.isEmpty()) {
      Shadow.pretend(password);
      return new PasswordDecision.Refused(new LoginRefusal.WrongPassword(name));
    }
    boolean same = shadow.get().matches(password, settings.permitEmptyPasswords());
    if (!same || !passwordCounts(account, config)) {
      return new PasswordDecision.Refused(new LoginRefusal.WrongPassword(name));
    }
    passwordExpired = expired(shadow.get());
    return new PasswordDecision.Accepted();
  }

  /** As sshd, this is asked of those alone who use the password. */
  private boolean expired(Shadow shadow) {
    String what =
        switch (shadow.validity(today())) {
          case VALID, ACCOUNT_EXPIRED -> "";
          case PASSWORD_EXPIRED, PASSWORD_INACTIVE -> "(password aged)";
          case PASSWORD_CHANGE_FORCED -> "(root forced)";
        };
    if (!what.isEmpty()) {
      log.info("User " + name + " password has expired " + what);
    }
    return !what.isEmpty();
  }

  private static long today() {
    return Duration.between(Instant.EPOCH, Instant.now()).toDays();
  }

  @Override
  public List<KeyboardInteractiveDevice> keyboardInteractive() {
    return pam.map(p -> PamDialogue.device(p, log)).stream().toList();
  }

  @Override
  public Optional<String> farewell() {
    return pam.flatMap(PamLogin::takeFarewell);
  }

  @Override
  public Optional<Reason> refusal(String methodName, AuthorizedKeyOptions options) {
    try {
      Optional<Reason> root = rootRefusal(methodName, options);
      return root.isPresent() ? root : accountRefusal();
    } catch (IOException | RuntimeException e) {
      log.error("account check: " + ServerLog.why(e));
      return Optional.of(new LoginRefusal.Fault("account check", ServerLog.why(e)));
    }
  }

  private Optional<Reason> rootRefusal(String methodName, AuthorizedKeyOptions options) {
    Optional<Reason> refused = rootRefusal(account(), config, methodName, options);
    refused.ifPresent(r -> log.info("ROOT LOGIN REFUSED FROM " + peer));
    return refused;
  }

  static Optional<Reason> rootRefusal(
      User account, ServerConfig config, String methodName, AuthorizedKeyOptions options) {
    if (account.uid() != 0) {
      return Optional.empty();
    }
    PermitRootLogin setting = permitRootLogin(config.value(ServerKeywords.PERMIT_ROOT_LOGIN));
    // ForceCommand does not count: forced-commands-only is about the key that is proven.
    return setting.refusal(account.name(), methodName, options).map(Reason.class::cast);
  }

  static PermitRootLogin permitRootLogin(String value) {
    for (PermitRootLogin p : PermitRootLogin.values()) {
      if (p.word().equals(value)) {
        return p;
      }
    }
    return PermitRootLogin.NO;
  }

  private Optional<Reason> accountRefusal() throws IOException {
    if (pam.isPresent()) {
      return pam.get().account();
    }
    return OwnThread.call("account of " + name, () -> Shadow.named(name))
        .flatMap(s -> expiry(name, s));
  }

  /** Of the account; a password's date matters to those alone who use it. */
  static Optional<Reason> expiry(String name, Shadow shadow) {
    return shadow.validity(today()) == Shadow.Validity.ACCOUNT_EXPIRED
        ? Optional.of(new LoginRefusal.Expired(name, "account has expired"))
        : Optional.empty();
  }

  @Override
  public void close() {
    lent.close();
    pam.ifPresent(PamLogin::close);
  }
}
