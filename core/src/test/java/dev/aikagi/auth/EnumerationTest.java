package dev.aikagi.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.key.PublicKey;
import dev.aikagi.message.UserauthMethod;
import dev.aikagi.message.UserauthRequest;
import dev.aikagi.trust.AuthorizedKeyOptions;
import dev.aikagi.wire.WireWriter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether a name exists does not show (CVE-2016-6210, CVE-2018-15473): two thousand requests of
 * each kind, of a user who exists, of one who does not, and of one who is locked, get the same
 * bytes after the same time. Time is that of a clock which the policy's work moves on.
 */
@Tag("A12")
class EnumerationTest {
  private static final int SAMPLES = 2000;

  private enum Guise {
    VALID,
    INVALID,
    LOCKED
  }

  /** What a user costs, whoever he is: all are asked for, and only those who exist believed. */
  private static final class Costly implements UserPolicy {
    private final Guise guise;
    private final Clock clock;
    private final long nanos;

    Costly(Guise guise, Clock clock, long nanos) {
      this.guise = guise;
      this.clock = clock;
      this.nanos = nanos;
    }

    @Override
    public UserAuthSettings settings() {
      return UserAuthSettings.of(TestUser.ALL);
    }

    @Override
    public Optional<dev.aikagi.Reason> refusal() {
      return guise == Guise.VALID ? Optional.empty() : Optional.of(new TestUser.Told(guise.name()));
    }

    @Override
    public KeyDecision publicKey(PublicKey key) {
      clock.now += nanos;
      return key.equals(TestKeys.A.publicKey())
          ? new KeyDecision.Authorized(AuthorizedKeyOptions.NONE, new TestUser.Told("a key"))
          : new KeyDecision.Refused(List.of(new TestUser.Told("no key")));
    }

    @Override
    public PasswordDecision password(SecretBytes password) {
      clock.now += nanos;
      return new PasswordDecision.Refused(new TestUser.Told("wrong"));
    }

    @Override
    public List<KeyboardInteractiveDevice> keyboardInteractive() {
      return List.of(new TestDevice("pam", "secret"));
    }
  }

  private static final class Clock {
    long now;

    FailureDelay delay() {
      return new FailureDelay(new byte[32], () -> now, deadline -> now = deadline);
    }
  }

  private static final UserauthMethod.PublicKey GOOD = TestKeys.signed(TestKeys.A, "alice");

  private static Bytes random(Random random, int atMost) {
    byte[] bytes = new byte[random.nextInt(atMost + 1)];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  private static byte[] request(UserauthMethod method) {
    return ScriptedTransport.encoded(new UserauthRequest("alice", "ssh-connection", method));
  }

  private static Bytes badSignature(Random random) {
    byte[] signature = Objects.requireNonNull(GOOD.signature()).toArray();
    // After the name and the length: the signature itself.
    signature[signature.length - 1 - random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
    return Bytes.of(signature);
  }

  private static UserauthMethod key(Bytes blob, boolean signed, Random random) {
    return new UserauthMethod.PublicKey("ssh-ed25519", blob, signed ? badSignature(random) : null);
  }

  static Stream<Arguments> kinds() {
    Function<Random, byte[]> none = r -> request(new UserauthMethod.None());
    Function<Random, byte[]> probe =
        r ->
            request(key(r.nextBoolean() ? TestKeys.B.publicKey().blob() : random(r, 80), false, r));
    Function<Random, byte[]> signed =
        r -> request(key((r.nextBoolean() ? TestKeys.A : TestKeys.B).publicKey().blob(), true, r));
    Function<Random, byte[]> password =
        r ->
            request(
                new UserauthMethod.Password(SecretBytes.taking(random(r, 1500).toArray()), null));
    Function<Random, byte[]> dialogue =
        r -> request(new UserauthMethod.KeyboardInteractive("", r.nextBoolean() ? "" : "pam,x"));
    return Stream.of(
        Arguments.of("none", none),
        Arguments.of("probe", probe),
        Arguments.of("signature", signed),
        Arguments.of("password", password),
        Arguments.of("keyboard-interactive", dialogue));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void wellFormed(String name, Function<Random, byte[]> kind) {
    Random random = new Random(name.hashCode());
    for (int i = 0; i < SAMPLES; i++) {
      byte[] payload = kind.apply(random);
      // Below the floor and far above: a floor that is doubled shows what one user alone costs.
      assertAlike(name + " " + i, payload, random.nextLong(50_000_000));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void malformed(String name, Function<Random, byte[]> kind) {
    Random random = new Random(name.hashCode() + 1);
    for (int i = 0; i < SAMPLES; i++) {
      // What one costs more than another stays below the floor, which hides it.
      byte[] payload = broken(kind.apply(random), random);
      Seen valid = visit(Guise.VALID, payload, random.nextLong(5_000_000));
      assertEquals(
          valid, visit(Guise.INVALID, payload, random.nextLong(5_000_000)), name + " " + i);
      assertEquals(valid, visit(Guise.LOCKED, payload, random.nextLong(5_000_000)), name + " " + i);
    }
  }

  /** Cut off, prolonged, or with a byte changed behind the user name. */
  private static byte[] broken(byte[] payload, Random random) {
    int head = 1 + 4 + "alice".length();
    int at = head + random.nextInt(payload.length - head);
    return switch (random.nextInt(3)) {
      case 0 -> Arrays.copyOf(payload, at);
      case 1 -> Arrays.copyOf(payload, payload.length + 1 + random.nextInt(8));
      default -> {
        byte[] changed = payload.clone();
        changed[at] ^= (byte) (1 + random.nextInt(255));
        yield changed;
      }
    };
  }

  /** What the peer can see of one connection. */
  private record Seen(List<String> replies, long nanos, String end) {}

  private static void assertAlike(String what, byte[] payload, long nanos) {
    Seen valid = visit(Guise.VALID, payload, nanos);
    assertEquals(valid, visit(Guise.INVALID, payload, nanos), what);
    assertEquals(valid, visit(Guise.LOCKED, payload, nanos), what);
  }

  private static Seen visit(Guise guise, byte[] payload, long nanos) {
    Clock clock = new Clock();
    ScriptedTransport t =
        new ScriptedTransport().peer(new dev.aikagi.message.ServiceRequest("ssh-userauth"));
    t.peer(payload.clone());
    // Answers a question, if one was asked, and is unexpected if not.
    t.peer(new WireWriter().writeByte(61).writeUint32(1).writeUtf8("guess").toArray());
    ServerAuthOptions options = ServerAuthOptions.defaults();
    String end;
    try {
      UserauthServer.run(
          t,
          name -> new Costly(guise, clock, nanos),
          new ServerAuthOptions(
              options.maxRequests(), clock.delay(), options.extInfo(), options.observer()));
      end = "in";
    } catch (java.io.IOException e) {
      end = e.getClass().getName() + ": " + e.getMessage();
    }
    assertFalse(t.isAuthenticated());
    List<String> replies = t.sent().stream().map(HexFormat.of()::formatHex).toList();
    return new Seen(replies, clock.now, end);
  }

  /** The test sees a difference where there is one. */
  @org.junit.jupiter.api.Test
  void aDifferenceWouldShow() {
    byte[] probe = request(key(TestKeys.A.publicKey().blob(), false, new Random(1)));
    assertEquals(
        false,
        visit(Guise.VALID, probe, 1000).equals(visit(Guise.INVALID, probe, 1000)),
        "a probe of an authorised key is answered");
  }
}
