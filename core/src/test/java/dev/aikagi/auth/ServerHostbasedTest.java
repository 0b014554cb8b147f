package dev.aikagi.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.Reason;
import dev.aikagi.SecretBytes;
import dev.aikagi.SshException;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Certified;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.message.ServiceRequest;
import dev.aikagi.message.UserauthFailure;
import dev.aikagi.message.UserauthMethod;
import dev.aikagi.message.UserauthRequest;
import dev.aikagi.trust.AuthorizedKeyOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** RFC 4252 section 9 on the server. */
@Tag("A4")
class ServerHostbasedTest {
  private record Told(String summary) implements Reason {}

  private static final PublicKey KEY = TestKeys.A.publicKey();

  /** Trusts a host by its key, and counts the questions. */
  private static final class Policy implements UserPolicy {
    private final Set<String> enabled;
    private final List<String> lists;
    private final List<PublicKeyAlgorithm> algorithms;
    private @Nullable PublicKey trusted = TestKeys.A.publicKey();
    private Optional<Reason> refusal = Optional.empty();
    private boolean throwing;
    private final List<ClientHostClaim> asked = new ArrayList<>();

    Policy(Set<String> enabled, List<String> lists, List<PublicKeyAlgorithm> algorithms) {
      this.enabled = enabled;
      this.lists = lists;
      this.algorithms = algorithms;
    }

    Policy() {
      this(Set.of("hostbased"), List.of(), PublicKeyAlgorithm.DEFAULT);
    }

    @Override
    public UserAuthSettings settings() {
      return new UserAuthSettings(
          enabled,
          AuthenticationMethods.of(lists),
          PublicKeyAlgorithm.DEFAULT,
          2048,
          6,
          false,
          null,
          algorithms);
    }

    @Override
    public Optional<Reason> refusal() {
      return refusal;
    }

    @Override
    public KeyDecision publicKey(PublicKey key) {
      return new KeyDecision.Authorized(AuthorizedKeyOptions.NONE, new Told("any key"));
    }

    @Override
    public PasswordDecision password(SecretBytes password) {
      return new PasswordDecision.Refused(new Told("no password"));
    }

    @Override
    public KeyDecision hostbased(ClientHostClaim claim) {
      asked.add(claim);
      if (throwing) {
        throw new IllegalStateException("files");
      }
      return claim.key().key().equals(trusted)
          ? new KeyDecision.Authorized(AuthorizedKeyOptions.NONE, new Told("trusted"))
          : new KeyDecision.Refused(List.of(new Told("another host")));
    }
  }

  private static final class Run {
    private final ScriptedTransport transport =
        new ScriptedTransport().peer(new ServiceRequest("ssh-userauth"));
    private final List<AuthAttempt> log = new ArrayList<>();
    private boolean in;

    Run(UserPolicy policy, UserauthMethod... methods) {
      for (UserauthMethod m : methods) {
        transport.peer(new UserauthRequest("alice", "ssh-connection", m));
      }
      try {
        var _ =
            UserauthServer.run(
                transport, _ -> policy, ServerAuthOptions.defaults().observer(log::add));
        in = true;
      } catch (IOException e) {
        assertInstanceOf(SshException.class, e);
      }
    }

    Reason reason() {
      return log.getLast().reasons().getFirst();
    }
  }

  private static UserauthMethod.Hostbased signed(PrivateKey key, String host, String user) {
    return signed(key, key.publicKey().blob(), key.publicKey().type().wireName(), host, user);
  }

  private static UserauthMethod.Hostbased signed(
      PrivateKey key, Bytes blob, String algorithm, String host, String user) {
    UserauthMethod.Hostbased unsigned =
        new UserauthMethod.Hostbased(algorithm, blob, host, user, Bytes.EMPTY);
    byte[] data =
        SignedRequest.bytes(
            new ScriptedTransport().sessionId(), "alice", "ssh-connection", unsigned);
    try {
      return new UserauthMethod.Hostbased(
          algorithm,
          blob,
          host,
          user,
          key.sign(PublicKeyAlgorithm.named(algorithm).orElseThrow().signature(), data));
    } catch (SshException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aTrustedHostLetsItsUserIn() {
    Policy policy = new Policy();
    Run run = new Run(policy, signed(TestKeys.A, "client.example.", "bob"));
    assertTrue(run.in);
    assertEquals("client.example.", policy.asked.getFirst().clientHost());
    assertEquals("bob", policy.asked.getFirst().clientUser());
    assertEquals(TestKeys.A.publicKey(), Objects.requireNonNull(run.log.getLast().key()).key());
  }

  /** Who it was is in the log as sshd has it for those who are refused. */
  @Test
  void theLogNamesTheHostAndItsUser() {
    String key = TestKeys.A.publicKey().type().shortName() + " " + Fingerprint.of(KEY);
    Run good = new Run(new Policy(), signed(TestKeys.A, "client.example.", "bob"));
    assertEquals(
        "Accepted hostbased for alice from h port 1 ssh2: "
            + key
            + ", client user \"bob\", client host \"client.example\"",
        good.log.getLast().logLine("h", 1));
    Policy refusing = new Policy();
    refusing.trusted = null;
    Run bad = new Run(refusing, signed(TestKeys.A, "client.example", "x\", client host \"y\n"));
    assertEquals(
        "Failed hostbased for alice from h port 1 ssh2: "
            + key
            + ", client user \"x\\\", client host \\\"y\\012\", client host \"client.example\"",
        bad.log.getLast().logLine("h", 1));
  }

  /** Another method behind it has none. */
  @Test
  void theNamesAreOfOneRequestAlone() {
    Policy policy =
        new Policy(Set.of("hostbased", "publickey"), List.of(), PublicKeyAlgorithm.DEFAULT);
    policy.trusted = null;
    Run run =
        new Run(
            policy,
            signed(TestKeys.A, "client.example.", "bob"),
            TestKeys.signed(TestKeys.A, "alice"));
    assertTrue(run.in);
    assertNotNull(run.log.getFirst().claim());
    assertNull(run.log.getLast().claim());
  }

  @Test
  void theSignatureCoversTheNames() {
    UserauthMethod.Hostbased good = signed(TestKeys.A, "client.example.", "bob");
    for (UserauthMethod bad :
        List.of(
            new UserauthMethod.Hostbased(
                good.algorithm(), good.keyBlob(), "other.", "bob", good.signature()),
            new UserauthMethod.Hostbased(
                good.algorithm(), good.keyBlob(), "client.example.", "root", good.signature()),
            // Of another host's key, which is not trusted, under the name of the trusted one.
            new UserauthMethod.Hostbased(
                good.algorithm(),
                good.keyBlob(),
                "client.example.",
                "bob",
                signed(TestKeys.B, "client.example.", "bob").signature()))) {
      Run run = new Run(new Policy(), bad);
      assertFalse(run.in);
      assertInstanceOf(ServerAuthReason.BadSignature.class, run.reason());
    }
  }

  /** The signature of a publickey request is none for this method, whosever key it is. */
  @Test
  void theSignatureIsOfThisMethod() {
    UserauthMethod.PublicKey other = TestKeys.signed(TestKeys.A, "alice");
    Run run =
        new Run(
            new Policy(),
            new UserauthMethod.Hostbased(
                other.algorithm(),
                other.keyBlob(),
                "h.",
                "bob",
                Objects.requireNonNull(other.signature())));
    assertFalse(run.in);
  }

  @Test
  void anotherHostIsRefusedByThePolicy() {
    Run run = new Run(new Policy(), signed(TestKeys.B, "client.example.", "bob"));
    assertFalse(run.in);
    assertEquals("another host", run.reason().summary());
  }

  @Test
  void unlessThePolicySaysOtherwiseNoHostIsTrusted() {
    UserPolicy plain =
        new UserPolicy() {
          @Override
          public UserAuthSettings settings() {
            return UserAuthSettings.of(Set.of("hostbased"));
          }

          @Override
          public Optional<Reason> refusal() {
            return Optional.empty();
          }

          @Override
          public KeyDecision publicKey(PublicKey key) {
            return new KeyDecision.Refused(List.of());
          }

          @Override
          public PasswordDecision password(SecretBytes password) {
            return new PasswordDecision.Refused(new Told("no"));
          }
        };
    Run run = new Run(plain, signed(TestKeys.A, "h.", "bob"));
    assertFalse(run.in);
    assertInstanceOf(ServerAuthReason.NoHostTrusted.class, run.reason());
  }

  @Test
  void theMethodMustBeSwitchedOn() {
    Policy off = new Policy(Set.of("publickey"), List.of(), PublicKeyAlgorithm.DEFAULT);
    Run run = new Run(off, signed(TestKeys.A, "h.", "bob"));
    assertFalse(run.in);
    assertInstanceOf(ServerAuthReason.MethodNotEnabled.class, run.reason());
    assertEquals(List.of(), off.asked);
  }

  @Test
  void theAlgorithmIsCheckedBeforeTheKeyIsParsed() {
    Policy policy =
        new Policy(
            Set.of("hostbased"),
            List.of(),
            List.of(PublicKeyAlgorithm.named("rsa-sha2-512").orElseThrow()));
    UserauthMethod.Hostbased junk =
        new UserauthMethod.Hostbased("ssh-ed25519", Bytes.utf8("x"), "h.", "bob", Bytes.EMPTY);
    assertInstanceOf(
        ServerAuthReason.HostAlgorithmNotAccepted.class, new Run(policy, junk).reason());
    assertInstanceOf(ServerAuthReason.KeyMalformed.class, new Run(new Policy(), junk).reason());
    // The type in the blob is the algorithm's.
    Run other =
        new Run(
            new Policy(),
            new UserauthMethod.Hostbased(
                "ssh-ed25519", TestKeys.ECDSA.publicKey().blob(), "h.", "bob", Bytes.EMPTY));
    assertInstanceOf(ServerAuthReason.KeyMalformed.class, other.reason());
  }

  @Test
  void anRsaKeyIsLongEnough() throws Exception {
    PrivateKey small = dev.aikagi.key.KeyGenerator.rsa(1024);
    Run run =
        new Run(
            new Policy(),
            new UserauthMethod.Hostbased(
                "rsa-sha2-512", small.publicKey().blob(), "h.", "bob", Bytes.EMPTY));
    assertInstanceOf(dev.aikagi.key.KeyRefusal.class, run.reason());
  }

  @Test
  void aUserWhoIsRefusedIsRefusedWhateverHisHostSays() {
    Policy policy = new Policy();
    policy.refusal = Optional.of(new Told("locked"));
    Run run = new Run(policy, signed(TestKeys.A, "h.", "bob"));
    assertFalse(run.in);
    assertEquals("locked", run.reason().summary());
    // The time of looking is spent all the same.
    assertEquals(1, policy.asked.size());
    // What came of it is not told.
    assertEquals("locked", new Run(policy, signed(TestKeys.B, "h.", "bob")).reason().summary());
  }

  @Test
  void aPolicyThatThrowsSaysNo() {
    Policy policy = new Policy();
    policy.throwing = true;
    Run run = new Run(policy, signed(TestKeys.A, "h.", "bob"));
    assertFalse(run.in);
    assertInstanceOf(ServerAuthReason.AuthenticatorFailed.class, run.reason());
  }

  @Test
  void aHostCertificateIsShownToThePolicy() throws Exception {
    Certificate certificate =
        Certified.of(TestKeys.A.publicKey())
            .kind(2)
            .keyId("h")
            .principals("h")
            .valid(0, 1_000_000_000L)
            .by(TestKeys.C);
    Policy policy = new Policy();
    Run run =
        new Run(
            policy,
            signed(TestKeys.A, certificate.blob(), certificate.type().wireName(), "h.", "bob"));
    assertTrue(run.in);
    assertEquals(
        certificate.blob(),
        assertInstanceOf(
                dev.aikagi.key.KeyOrCertificate.Certified.class, policy.asked.getFirst().key())
            .certificate()
            .blob());
  }

  /** The host's key is no second proof beside itself. */
  @Test
  void oneKeyIsOneStep() throws Exception {
    Policy policy =
        new Policy(
            Set.of("publickey", "hostbased"),
            List.of("publickey,hostbased"),
            PublicKeyAlgorithm.DEFAULT);
    Run run =
        new Run(policy, TestKeys.signed(TestKeys.A, "alice"), signed(TestKeys.A, "h.", "bob"));
    assertFalse(run.in);
    assertInstanceOf(ServerAuthReason.KeyAlreadyUsed.class, run.reason());
    assertTrue(
        new Run(policy, TestKeys.signed(TestKeys.B, "alice"), signed(TestKeys.A, "h.", "bob")).in);
  }

  /** The C library would look for what stands before it. */
  @Test
  void aNameWithNulEndsTheConnection() {
    for (String[] names : List.of(new String[] {"h\0x.", "bob"}, new String[] {"h.", "bob\0x"})) {
      Policy policy = new Policy();
      Run run = new Run(policy, signed(TestKeys.A, names[0], names[1]));
      assertFalse(run.in);
      assertEquals(List.of(), policy.asked);
      assertEquals(List.of(), run.log);
    }
  }

  @Test
  void itIsNamedAmongWhatCanContinue() throws Exception {
    Policy policy =
        new Policy(Set.of("publickey", "hostbased"), List.of(), PublicKeyAlgorithm.DEFAULT);
    Run run = new Run(policy, new UserauthMethod.None());
    assertEquals(
        List.of("publickey", "hostbased"),
        UserauthFailure.read(run.transport.reader(run.transport.sent().size() - 1)).methods());
  }
}
