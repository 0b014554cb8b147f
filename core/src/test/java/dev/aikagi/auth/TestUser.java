package dev.aikagi.auth;

import dev.aikagi.Bytes;
import dev.aikagi.Reason;
import dev.aikagi.SecretBytes;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.trust.AuthorizedKeyOptions;
import dev.aikagi.trust.CertificatePolicy;
import dev.aikagi.trust.OfferedCertificate;
import dev.aikagi.trust.UserCertificateRefusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A user whose every answer the test chooses, and who counts the questions. */
final class TestUser implements UserPolicy {
  record Told(String summary) implements Reason {}

  static final Set<String> ALL = Set.of("publickey", "password", "keyboard-interactive");

  private final Map<Bytes, AuthorizedKeyOptions> keys = new HashMap<>();
  private final List<KeyboardInteractiveDevice> devices = new ArrayList<>();
  private Set<String> enabled = ALL;
  private AuthenticationMethods methods = AuthenticationMethods.ANY;
  private List<PublicKeyAlgorithm> algorithms = PublicKeyAlgorithm.DEFAULT;
  private @Nullable PrivateKey authority;
  private int maxTries = UserAuthSettings.DEFAULT_MAX_TRIES;
  private boolean permitEmpty;
  private @Nullable String banner;
  private @Nullable String password;
  private @Nullable String expired;
  private @Nullable Reason refusal;
  private @Nullable RuntimeException fault;
  private @Nullable String vetoed;
  private @Nullable String farewell;
  private @Nullable GssAcceptor acceptor;
  private @Nullable String principal;
  int keyQuestions;
  int gssQuestions;
  int passwordQuestions;

  /** May be logged in as by this principal of a mechanism. */
  TestUser gssapi(GssAcceptor mechanism, String mayBe) {
    acceptor = mechanism;
    principal = mayBe;
    return this;
  }

  @Override
  public List<GssAcceptor> gssAcceptors() {
    return Optional.ofNullable(acceptor).stream().toList();
  }

  @Override
  public KeyDecision gssapi(GssContext context) {
    gssQuestions++;
    if (fault != null) {
      throw fault;
    }
    try {
      return context.peerName().equals(principal)
          ? new KeyDecision.Authorized(AuthorizedKeyOptions.NONE, new Told("mapped"))
          : new KeyDecision.Refused(List.of(new Told("not mapped")));
    } catch (GssException e) {
      return new KeyDecision.Refused(List.of(e.reason()));
    }
  }

  TestUser key(PrivateKey key, AuthorizedKeyOptions options) {
    keys.put(key.publicKey().blob(), options);
    return this;
  }

  TestUser key(PrivateKey key) {
    return key(key, AuthorizedKeyOptions.NONE);
  }

  TestUser password(String text) {
    password = text;
    return this;
  }

  TestUser expired(String prompt) {
    expired = prompt;
    return this;
  }

  TestUser device(KeyboardInteractiveDevice device) {
    devices.add(device);
    return this;
  }

  TestUser enabled(String... names) {
    enabled = Set.of(names);
    return this;
  }

  TestUser methods(String... lists) {
    methods = AuthenticationMethods.of(List.of(lists));
    return this;
  }

  TestUser algorithms(List<SignatureAlgorithm> list) {
    algorithms =
        list.stream().map(a -> PublicKeyAlgorithm.named(a.wireName()).orElseThrow()).toList();
    return this;
  }

  TestUser named(PublicKeyAlgorithm... list) {
    algorithms = List.of(list);
    return this;
  }

  /** Takes the certificates of an authority that name "alice". */
  TestUser authority(PrivateKey key) {
    authority = key;
    return this;
  }

  TestUser maxTries(int tries) {
    maxTries = tries;
    return this;
  }

  TestUser permitEmpty() {
    permitEmpty = true;
    return this;
  }

  TestUser banner(String text) {
    banner = text;
    return this;
  }

  TestUser refused(String why) {
    refusal = new Told(why);
    return this;
  }

  TestUser throwing(RuntimeException e) {
    fault = e;
    return this;
  }

  TestUser vetoing(String method) {
    vetoed = method;
    return this;
  }

  TestUser farewell(String text) {
    farewell = text;
    return this;
  }

  @Override
  public Optional<String> farewell() {
    return Optional.ofNullable(farewell);
  }

  @Override
  public UserAuthSettings settings() {
    return new UserAuthSettings(enabled, methods, algorithms, 1024, maxTries, permitEmpty, banner);
  }

  @Override
  public Optional<Reason> refusal() {
    return Optional.ofNullable(refusal);
  }

  @Override
  public KeyDecision publicKey(PublicKey key) {
    keyQuestions++;
    if (fault != null) {
      throw fault;
    }
    AuthorizedKeyOptions options = keys.get(key.blob());
    return options == null
        ? new KeyDecision.Refused(List.of(new Told("not authorised")))
        : new KeyDecision.Authorized(options, new Told("authorised"));
  }

  @Override
  public KeyDecision certificate(Certificate certificate) {
    keyQuestions++;
    if (fault != null) {
      throw fault;
    }
    if (authority == null) {
      return UserPolicy.super.certificate(certificate);
    }
    OfferedCertificate offered =
        new OfferedCertificate(
            certificate, "alice", "192.0.2.1", "192.0.2.1", CertificatePolicy.DEFAULT);
    Optional<UserCertificateRefusal> refusal = offered.refusalByName("here");
    if (!certificate.signatureKey().equals(authority.publicKey()) || refusal.isPresent()) {
      return new KeyDecision.Refused(List.of(new Told("no certificate of mine")));
    }
    return new KeyDecision.Authorized(
        offered.permissions(AuthorizedKeyOptions.NONE), new Told("certified"));
  }

  @Override
  public PasswordDecision password(SecretBytes typed) {
    passwordQuestions++;
    if (fault != null) {
      throw fault;
    }
    if (password == null || !typed.matches(password.getBytes(StandardCharsets.UTF_8))) {
      return new PasswordDecision.Refused(new Told("wrong password"));
    }
    return expired == null
        ? new PasswordDecision.Accepted()
        : new PasswordDecision.ChangeRequired(expired);
  }

  @Override
  public PasswordDecision changePassword(SecretBytes old, SecretBytes changed) {
    if (password == null || !old.matches(password.getBytes(StandardCharsets.UTF_8))) {
      return new PasswordDecision.Refused(new Told("wrong old password"));
    }
    password = new String(changed.expose(), StandardCharsets.UTF_8);
    expired = null;
    return new PasswordDecision.Accepted();
  }

  @Override
  public List<KeyboardInteractiveDevice> keyboardInteractive() {
    if (fault != null) {
      throw fault;
    }
    return devices;
  }

  @Override
  public Optional<Reason> refusal(String methodName, AuthorizedKeyOptions options) {
    return methodName.equals(vetoed) ? Optional.of(new Told("veto")) : Optional.empty();
  }
}
