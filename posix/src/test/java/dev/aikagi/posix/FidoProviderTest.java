package dev.aikagi.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aikagi.posix.SecurityKeyException.Kind;
import dev.aikagi.posix.SecurityKeyProvider.Enrolled;
import dev.aikagi.posix.SecurityKeyProvider.ResidentKey;
import dev.aikagi.posix.SecurityKeyProvider.Signed;
import dev.aikagi.posix.VirtualAuthenticator.Fault;
import dev.aikagi.posix.VirtualAuthenticator.Person;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The system's libfido2 with authenticators that the test plays. */
@Timeout(60)
class FidoProviderTest {
  private static final int UP = FidoEnrollment.USER_PRESENCE;
  private static final int UV = FidoEnrollment.USER_VERIFICATION;
  private static final int RESIDENT = FidoEnrollment.RESIDENT;
  private static final byte[] PIN = "123456".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] WRONG = "654321".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DATA = "what is signed".getBytes(StandardCharsets.US_ASCII);

  private final VirtualAuthenticator first;
  private final VirtualAuthenticator second;
  private final VirtualDevices devices;
  private final FidoProvider provider;

  FidoProviderTest() throws Exception {
    first = new VirtualAuthenticator();
    second = new VirtualAuthenticator();
    devices = new VirtualDevices(VirtualConnection.to(first));
    provider = FidoProvider.load(devices);
  }

  @BeforeAll
  static void needsLibrary() {
    assumeTrue(NativeLibrary.FIDO2.present(), "needs libfido2.so.1");
  }

  @BeforeEach
  void nothingWasOpen() {
    assertEquals(0, devices.opened);
  }

  @AfterEach
  void allIsClosed() {
    devices.close();
    assertEquals(List.of(), devices.failures);
    assertEquals(devices.opened, devices.closed);
  }

  private void plugInSecond() throws Exception {
    devices.plugged.add(VirtualConnection.to(second));
  }

  private Enrolled enroll(int algorithm, int flags, byte @Nullable [] pin, String... options)
      throws SecurityKeyException {
    Map<String, String> map = new HashMap<>();
    for (String option : options) {
      map.put(option.split("=", 2)[0], option.split("=", 2)[1]);
    }
    return provider.enroll(algorithm, new byte[32], "ssh:", flags, pin, map);
  }

  private Signed sign(int algorithm, Enrolled key, int flags, byte @Nullable [] pin)
      throws SecurityKeyException {
    return provider.sign(algorithm, DATA, "ssh:", key.keyHandle().toArray(), flags, pin);
  }

  private static SecurityKeyException fails(Kind kind, Executable run) {
    SecurityKeyException fault = assertThrows(SecurityKeyException.class, run);
    assertEquals(kind, fault.kind(), fault::toString);
    return fault;
  }

  private static String detail(Kind kind, Executable run) {
    return fails(kind, run).detail().orElse("");
  }

  @ParameterizedTest
  @ValueSource(ints = {SecurityKeyProvider.ECDSA, SecurityKeyProvider.ED25519})
  void itMakesAKeyAndSigns(int algorithm) throws Exception {
    Enrolled key = enroll(algorithm, UP, null);
    assertEquals(UP, key.flags());
    assertEquals(48, key.keyHandle().length());
    assertTrue(key.signature().length() > 0);
    assertEquals(0, key.attestationCertificate().length());
    Signed signed = sign(algorithm, key, UP, null);
    assertTrue(FidoSignatures.verify(algorithm, key, "ssh:", DATA, signed));
    assertEquals(UP, signed.flags());
    assertEquals(8, signed.counter());
    assertTrue(sign(algorithm, key, UP, null).counter() > signed.counter());
    assertFalse(FidoSignatures.verify(algorithm, key, "ssh:other", DATA, signed));
  }

  @Test
  void aCertificateProvesWhereTheKeyIsFrom() throws Exception {
    first.attests = true;
    Enrolled key = enroll(SecurityKeyProvider.ECDSA, UP, null);
    assertEquals(0x30, key.attestationCertificate().toArray()[0]);
    first.fault = Fault.FALSE_SIGNATURE;
    assertTrue(
        detail(Kind.GENERAL, () -> enroll(SecurityKeyProvider.ECDSA, UP, null))
            .startsWith("the proof of where the new key is from is false: FIDO_ERR_"));
  }

  @Test
  void aKeyThatIsNotTheAuthenticatorsIsRefused() {
    first.fault = Fault.FALSE_SIGNATURE;
    for (int algorithm : new int[] {0, 1}) {
      fails(Kind.GENERAL, () -> enroll(algorithm, UP, null));
    }
  }

  @Test
  void anotherKindOfKeyIsUnsupported() {
    first.knowsEd25519 = false;
    String text = detail(Kind.UNSUPPORTED, () -> enroll(SecurityKeyProvider.ED25519, UP, null));
    assertEquals("FIDO_ERR_UNSUPPORTED_ALGORITHM", text);
    fails(Kind.UNSUPPORTED, () -> enroll(7, UP, null));
  }

  @Test
  void thePinIsAskedForWhereThereIsOneOnly() throws Exception {
    first.withPin("123456");
    fails(Kind.PIN_REQUIRED, () -> enroll(SecurityKeyProvider.ED25519, UP, null));
    fails(Kind.PIN_REQUIRED, () -> enroll(SecurityKeyProvider.ED25519, UP, WRONG));
    assertEquals(7, first.attempts());
    Enrolled key = enroll(SecurityKeyProvider.ED25519, UP, PIN);
    Signed signed = sign(SecurityKeyProvider.ED25519, key, UP, null);
    assertEquals(UP, signed.flags());
  }

  @Test
  void aPinThatIsBlockedOrMissingIsSaid() throws Exception {
    assertTrue(
        detail(Kind.GENERAL, () -> provider.residentKeys(PIN, Map.of()))
            .startsWith("this needs a PIN, and the authenticator has none set: FIDO_ERR_"));
    VirtualPin blocked = new VirtualPin("123456");
    blocked.attempts = 0;
    first.pin = blocked;
    assertTrue(
        detail(Kind.GENERAL, () -> enroll(SecurityKeyProvider.ED25519, UP, PIN))
            .startsWith("after too many wrong PINs, the authenticator has to be reset"));
  }

  @Test
  void aKeyThatWantsAPersonKnownWantsThePin() throws Exception {
    first.withPin("123456");
    Enrolled key = enroll(SecurityKeyProvider.ECDSA, UP | UV, PIN);
    assertEquals(UP | UV, key.flags());
    assertEquals(FidoCredential.HIDDEN, first.keys.getFirst().protection());
    int touches = first.touches;
    fails(Kind.PIN_REQUIRED, () -> sign(SecurityKeyProvider.ECDSA, key, UP | UV, null));
    assertEquals(touches, first.touches);
    Signed signed = sign(SecurityKeyProvider.ECDSA, key, UP | UV, PIN);
    assertEquals(UP | UV, signed.flags());
    assertTrue(FidoSignatures.verify(SecurityKeyProvider.ECDSA, key, "ssh:", DATA, signed));
  }

  @Test
  void aFingerIsAsGoodAsThePin() throws Exception {
    first.knowsFingers = true;
    Enrolled key = enroll(SecurityKeyProvider.ED25519, UP | UV, null);
    assertEquals(UP | UV, sign(SecurityKeyProvider.ED25519, key, UP | UV, null).flags());
  }

  @Test
  void whatNeedsNoTouchIsNotTouched() throws Exception {
    Enrolled key = enroll(SecurityKeyProvider.ED25519, 0, null);
    assertEquals(0, key.flags());
    first.person = Person.WAITS;
    Signed signed = sign(SecurityKeyProvider.ED25519, key, 0, null);
    assertEquals(0, signed.flags());
  }

  @Test
  void aKeyThatCannotBeProtectedIsNotMade() {
    first.protects = false;
    for (int flag : new int[] {RESIDENT, UV}) {
      assertEquals(
          "the authenticator cannot protect a resident or verify-required key",
          detail(Kind.UNSUPPORTED, () -> enroll(SecurityKeyProvider.ED25519, UP | flag, null)));
    }
    assertEquals(0, first.touches);
  }

  @Test
  void aKeyIsNotReplacedUnasked() throws Exception {
    first.withPin("123456");
    int flags = UP | RESIDENT;
    Enrolled key = enroll(SecurityKeyProvider.ED25519, flags, PIN, "user=me");
    assertEquals(FidoCredential.NAMED, first.keys.getFirst().protection());
    assertEquals(flags, key.flags());
    int touches = first.touches;
    fails(Kind.CREDENTIAL_EXISTS, () -> enroll(SecurityKeyProvider.ED25519, flags, PIN, "user=me"));
    assertEquals(touches, first.touches);
    assertEquals(1, first.keys.size());
    // Somebody else's is another one.
    enroll(SecurityKeyProvider.ED25519, flags, PIN, "user=you");
    enroll(SecurityKeyProvider.ED25519, flags, PIN);
    assertEquals(3, first.keys.size());
    fails(
        Kind.CREDENTIAL_EXISTS, () -> enroll(SecurityKeyProvider.ED25519, flags, PIN, "user=you"));
    Enrolled again =
        enroll(SecurityKeyProvider.ED25519, flags | SecurityKeyProvider.REPLACE, PIN, "user=me");
    assertEquals(flags, again.flags());
    assertEquals(3, first.keys.size());
    fails(Kind.GENERAL, () -> sign(SecurityKeyProvider.ED25519, key, UP, null));
  }

  @Test
  void withAFingerItIsNotReplacedEither() throws Exception {
    first.knowsFingers = true;
    int flags = UP | UV | RESIDENT;
    enroll(SecurityKeyProvider.ED25519, flags, null);
    fails(Kind.CREDENTIAL_EXISTS, () -> enroll(SecurityKeyProvider.ED25519, flags, null));
  }

  @Test
  void aUserHasAnEnd() throws Exception {
    enroll(SecurityKeyProvider.ED25519, UP, null, "user=" + "u".repeat(31));
    assertEquals(
        "the name of the user is longer than 31 bytes",
        detail(
            Kind.GENERAL,
            () -> enroll(SecurityKeyProvider.ED25519, UP, null, "user=" + "u".repeat(32))));
  }

  @Test
  void aNulIsNoEndOfANameOrPin() throws Exception {
    byte[] handle = enroll(SecurityKeyProvider.ECDSA, UP, null).keyHandle().toArray();
    int touches = first.touches;
    fails(Kind.GENERAL, () -> provider.sign(0, DATA, "ssh:\0https:", handle, UP, null));
    first.withPin("1234");
    fails(Kind.GENERAL, () -> enroll(0, UP, new byte[] {'1', '2', '3', '4', 0, '5'}));
    assertEquals(touches, first.touches);
  }

  @Test
  void itFindsTheKeysForSsh() throws Exception {
    first.withPin("123456");
    enroll(SecurityKeyProvider.ED25519, UP | RESIDENT, PIN, "user=me");
    enroll(SecurityKeyProvider.ECDSA, UP | UV | RESIDENT, PIN, "user=you");
    provider.enroll(
        SecurityKeyProvider.ECDSA, new byte[32], "ssh:work", UP | RESIDENT, PIN, Map.of());
    provider.enroll(
        SecurityKeyProvider.ECDSA, new byte[32], "https:", UP | RESIDENT, PIN, Map.of());
    enroll(SecurityKeyProvider.ECDSA, UP, PIN);
    List<ResidentKey> keys = provider.residentKeys(PIN, Map.of());
    assertEquals(
        List.of("ssh:", "ssh:", "ssh:work"), keys.stream().map(ResidentKey::application).toList());
    assertEquals(List.of(1, 0, 0), keys.stream().map(ResidentKey::algorithm).toList());
    assertEquals(List.of(0, UV, 0), keys.stream().map(ResidentKey::flags).toList());
    assertArrayEquals(
        Arrays.copyOf("me".getBytes(StandardCharsets.US_ASCII), 32),
        keys.getFirst().userId().toArray());
    Signed signed = sign(SecurityKeyProvider.ED25519, keys.getFirst().key(), UP, null);
    assertTrue(
        FidoSignatures.verify(
            SecurityKeyProvider.ED25519, keys.getFirst().key(), "ssh:", DATA, signed));
    fails(Kind.PIN_REQUIRED, () -> provider.residentKeys(WRONG, Map.of()));
  }

  @Test
  void itMayKeepNone() throws Exception {
    first.withPin("123456");
    assertEquals(List.of(), provider.residentKeys(PIN, Map.of("device", "virtual:0")));
    first.manages = false;
    assertEquals(List.of(), provider.residentKeys(PIN, Map.of()));
    first.managesLater = true;
    fails(Kind.UNSUPPORTED, () -> provider.residentKeys(PIN, Map.of()));
  }

  @Test
  void withoutAnyItSaysSo() {
    devices.plugged.clear();
    String none = "no FIDO authenticator is plugged in";
    assertEquals(none, detail(Kind.DEVICE_NOT_FOUND, () -> enroll(0, UP, null)));
    assertEquals(
        none,
        detail(
            Kind.DEVICE_NOT_FOUND, () -> provider.sign(0, DATA, "ssh:", new byte[48], UP, null)));
    assertTrue(
        detail(Kind.DEVICE_NOT_FOUND, () -> enroll(0, UP, null, "device=virtual:4"))
            .startsWith("virtual:4 cannot be opened: "));
  }

  @Test
  void ofSeveralTheOneThatHoldsTheKeySigns() throws Exception {
    plugInSecond();
    Enrolled key = enroll(SecurityKeyProvider.ED25519, UP, null, "device=virtual:1");
    assertEquals(1, second.keys.size());
    first.person = Person.WAITS;
    Signed signed = sign(SecurityKeyProvider.ED25519, key, UP, null);
    assertTrue(FidoSignatures.verify(SecurityKeyProvider.ED25519, key, "ssh:", DATA, signed));
    assertEquals(0, first.touches);
    assertEquals(2, second.touches);
    second.keys.clear();
    assertEquals(
        "no authenticator that is plugged in holds this key",
        detail(Kind.DEVICE_NOT_FOUND, () -> sign(SecurityKeyProvider.ED25519, key, UP, null)));
    devices.broken = 1;
    String said =
        detail(Kind.DEVICE_NOT_FOUND, () -> sign(SecurityKeyProvider.ED25519, key, UP, null));
    assertTrue(said.contains(" holds this key; virtual:2 cannot be opened: "), said);
    devices.plugged.clear();
    devices.broken = 2;
    said = detail(Kind.DEVICE_NOT_FOUND, () -> enroll(0, UP, null));
    assertTrue(said.matches("virtual:0 cannot be opened: .*; virtual:1 cannot .*"), said);
  }

  @Test
  void thePinGoesToTheOneThatIsMeant() throws Exception {
    plugInSecond();
    first.withPin("000000");
    second.withPin("123456");
    first.person = Person.WAITS;
    Enrolled seen = enroll(SecurityKeyProvider.ED25519, UP, PIN, "device=virtual:1");
    Enrolled hidden = enroll(SecurityKeyProvider.ED25519, UP | UV, PIN, "device=virtual:1");
    assertEquals(UP | UV, sign(SecurityKeyProvider.ED25519, seen, UP | UV, PIN).flags());
    assertEquals(UP | UV, sign(SecurityKeyProvider.ED25519, hidden, UP | UV, PIN).flags());
    assertEquals(8, first.attempts());
  }

  @Test
  void ofSeveralTheOneThatIsTouchedMakesTheKey() throws Exception {
    plugInSecond();
    first.person = Person.WAITS;
    enroll(SecurityKeyProvider.ED25519, UP, null);
    assertEquals(0, first.keys.size());
    assertTrue(second.keys.size() > 0);
    assertEquals(1, first.cancelled);
  }

  @Test
  void nobodyNeedsToTouchAny() throws Exception {
    plugInSecond();
    first.person = Person.WAITS;
    second.person = Person.WAITS;
    devices.choiceMilliseconds = 200;
    assertEquals(
        "nobody touched one of the 2 authenticators in time",
        detail(Kind.DEVICE_NOT_FOUND, () -> enroll(0, UP, null)));
    assertEquals(List.of(1, 1), List.of(first.cancelled, second.cancelled));
  }

  @Test
  void theWaitForATouchEnds() throws Exception {
    Enrolled key = enroll(SecurityKeyProvider.ED25519, UP, null);
    devices.touchMilliseconds = 200;
    first.person = Person.WAITS;
    assertTrue(
        detail(Kind.GENERAL, () -> enroll(SecurityKeyProvider.ED25519, UP, null))
            .startsWith("no answer that can be understood came from the authenticator in time"));
    fails(Kind.GENERAL, () -> sign(SecurityKeyProvider.ED25519, key, UP, null));
    assertEquals(2, first.cancelled);
  }

  @ParameterizedTest
  @EnumSource(names = {"SILENT", "GARBAGE", "TOO_LONG", "SHORT_KEY"})
  void whatIsNoAnswerIsRefused(Fault fault) throws Exception {
    first.withPin("123456");
    enroll(SecurityKeyProvider.ED25519, UP | RESIDENT, PIN);
    devices.touchMilliseconds = 200;
    first.fault = fault;
    fails(Kind.GENERAL, () -> provider.residentKeys(PIN, Map.of()));
    if (fault != Fault.SHORT_KEY) {
      fails(Kind.GENERAL, () -> enroll(SecurityKeyProvider.ED25519, UP, PIN));
      fails(
          Kind.GENERAL, () -> provider.sign(1, DATA, "ssh:", first.keys.getFirst().id(), UP, null));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {SecurityKeyProvider.ECDSA, SecurityKeyProvider.ED25519})
  void aSignatureThatIsNoneIsRefused(int algorithm) throws Exception {
    Enrolled key = enroll(algorithm, UP, null);
    first.fault = Fault.SHORT_SIGNATURE;
    assertTrue(
        detail(Kind.GENERAL, () -> sign(algorithm, key, UP, null))
            .startsWith("the authenticator gave a malformed answer: a signature "));
  }

  @Test
  void thoseBeforeFido2Work() throws Exception {
    devices.plugged.set(0, new VirtualConnection(first, false));
    devices.plugged.add(new VirtualConnection(second, false));
    Enrolled key = enroll(SecurityKeyProvider.ECDSA, UP, null, "device=virtual:1");
    Signed signed = sign(SecurityKeyProvider.ECDSA, key, UP, null);
    assertTrue(FidoSignatures.verify(SecurityKeyProvider.ECDSA, key, "ssh:", DATA, signed));
    assertTrue(key.attestationCertificate().length() > 0);
    fails(
        Kind.UNSUPPORTED, () -> enroll(SecurityKeyProvider.ED25519, UP, null, "device=virtual:0"));
    fails(
        Kind.UNSUPPORTED,
        () -> enroll(SecurityKeyProvider.ECDSA, UP | UV, null, "device=virtual:0"));
  }

  @Test
  void itIsFoundInAnyCaseOfLetters() throws Exception {
    for (String name : List.of("internal", "INTERNAL")) {
      assertEquals(FidoProvider.class, SecurityKeyProvider.load(name).getClass());
    }
  }

  @Test
  void whereItIsMissingTheRemedyIsSaid() {
    SecurityKeyException fault =
        fails(Kind.NOT_A_PROVIDER, () -> Fido.load(new NativeLibrary("libfido2.so.none")));
    assertEquals(
        "authenticators are reached through libfido2, and this system has no libfido2.so.none:"
            + " install the package libfido2-1 (Debian, Ubuntu) or libfido2 (Fedora, Arch, Alpine),"
            + " or name another library with SecurityKeyProvider, ssh-keygen -w or SSH_SK_PROVIDER",
        fault.getMessage());
  }

  @Test
  void anOldOneIsSaidToBe() throws Exception {
    String text = fails(Kind.NOT_A_PROVIDER, () -> Fido.load(NativeLibrary.C)).toString();
    assertTrue(text.contains("older than 1.9, it has no function fido_assert_allow_cred: "), text);
    // What was found before stays.
    enroll(SecurityKeyProvider.ED25519, UP, null);
  }

  @Test
  void lengthsAreNotBelieved() throws Exception {
    assertEquals(FidoFrame.MOST, FidoFrame.count(FidoFrame.MOST));
    for (long length : new long[] {-1, FidoFrame.MOST + 1, Long.MIN_VALUE, 1L << 32}) {
      fails(Kind.GENERAL, () -> FidoFrame.count(length));
    }
  }
}
