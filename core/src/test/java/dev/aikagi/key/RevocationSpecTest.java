package dev.aikagi.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevocationSpecTest {
  private static final RevocationScope EVERY = new RevocationScope.EveryAuthority();
  private static final String KEY = Keys.ED25519.publicKey().line();

  private static RevocationListBuilder read(String spec) throws Exception {
    RevocationListBuilder builder = new RevocationListBuilder();
    RevocationSpec.read(spec.getBytes(StandardCharsets.UTF_8), Optional.of(EVERY), builder);
    return builder;
  }

  private static RevocationSpecException refused(String spec, Optional<RevocationScope> scope) {
    return assertThrows(
        RevocationSpecException.class,
        () ->
            RevocationSpec.read(
                spec.getBytes(StandardCharsets.UTF_8), scope, new RevocationListBuilder()));
  }

  private static RevocationSpecFault fault(String line) {
    RevocationSpecException e = refused("\n" + line + "\n", Optional.of(EVERY));
    assertEquals(2, e.line());
    assertEquals(List.of(e.reason()), e.reasons());
    assertTrue(
        String.valueOf(e.getMessage()).endsWith(e.reason().summary())
            && e.reason().summary().length() > 8);
    return e.reason();
  }

  /** The values are what OpenSSH 9.2 revokes for these lines. */
  @ParameterizedTest
  @CsvSource({
    "serial: 5, 5",
    "SERIAL:5-9, 5-9",
    "serial: 0x10-0x20, 16-32",
    "serial: 010, 8",
    "serial: +5, 5",
    "serial: -1, 18446744073709551615",
    "serial: 1- 3, 1-3",
    "serial: 1--3, 1-18446744073709551613",
    "serial: 18446744073709551615, 18446744073709551615",
    "'  serial:\t7 \t # comment', 7"
  })
  void serialNumbersAreWrittenAsInC(String line, String range) throws Exception {
    assertEquals(range, read(line).certificates().getFirst().serials().getFirst().toString(), line);
  }

  @Test
  void badSerialNumbers() {
    assertEquals(new RevocationSpecFault.BadSerial(""), fault("serial:"));
    assertEquals(new RevocationSpecFault.BadSerial("x"), fault("serial: x"));
    assertEquals(new RevocationSpecFault.BadSerial("1x"), fault("serial: 1x"));
    assertEquals(new RevocationSpecFault.BadSerial("1 2"), fault("serial: 1 2"));
    assertEquals(new RevocationSpecFault.BadSerial("0x"), fault("serial: 0x"));
    assertEquals(new RevocationSpecFault.BadSerial("08"), fault("serial: 08"));
    assertEquals(new RevocationSpecFault.BadSerial(""), fault("serial: 1-"));
    assertEquals(new RevocationSpecFault.BadSerial("2-3"), fault("serial: 1-2-3"));
    assertEquals(new RevocationSpecFault.EmptyRange(5, 5), fault("serial: 5-5"));
    assertEquals(new RevocationSpecFault.EmptyRange(6, 5), fault("serial: 6-5"));
    assertEquals(new RevocationSpecFault.SerialZero(), fault("serial: 0"));
    assertEquals(new RevocationSpecFault.SerialZero(), fault("serial: 0-5"));
    assertEquals(new RevocationSpecFault.SerialTooLarge(), fault("serial: 18446744073709551616"));
    assertEquals(new RevocationSpecFault.SerialTooLarge(), fault("serial: 1-0x10000000000000000"));
    assertEquals(
        new RevocationSpecFault.SerialTooLarge(), fault("serial: 99999999999999999999999"));
  }

  @Test
  void numbersAndIdsNeedAnAuthority() {
    for (String line : List.of("serial: 1", "id: x")) {
      var reason = refused(line, Optional.empty()).reason();
      assertInstanceOf(RevocationSpecFault.NoAuthority.class, reason);
    }
  }

  @Test
  void idsAreWhateverBytesAreThere() throws Exception {
    byte[] spec = {'i', 'd', ':', ' ', 'a', ' ', (byte) 0xff, ' ', '#', 'x'};
    RevocationListBuilder builder = new RevocationListBuilder();
    RevocationSpec.read(spec, Optional.of(EVERY), builder);
    assertEquals(
        List.of(Bytes.of(new byte[] {'a', ' ', (byte) 0xff})),
        builder.certificates().getFirst().keyIds());
    assertEquals(List.of(Bytes.EMPTY), read("id:").certificates().getFirst().keyIds());
    assertEquals(List.of(Bytes.utf8("a")), read("id: a\0b").certificates().getFirst().keyIds());
  }

  @Test
  void keysInEveryForm() throws Exception {
    Bytes blob = Keys.ED25519.publicKey().blob();
    assertEquals(List.of(blob), read(KEY).keys());
    assertEquals(List.of(blob), read("key: " + KEY + " a comment").keys());
    Bytes sha256 = Fingerprint.of(Keys.ED25519.publicKey()).digest();
    assertEquals(List.of(sha256), read("sha256:" + KEY).sha256());
    assertEquals(
        List.of(sha256), read("hash: " + Fingerprint.of(Keys.ED25519.publicKey())).sha256());
    assertEquals(
        List.of(Fingerprint.of(Keys.ED25519.publicKey(), FingerprintHash.SHA1).digest()),
        read("Sha1: " + KEY).sha1());
    Certificate c = Certified.of(Keys.P256.publicKey()).serial(9).by(Keys.ED25519);
    assertEquals(blob, read(c.line()).certificates().getFirst().authority());
    assertEquals(List.of(Keys.P256.publicKey().blob()), read("key: " + c.line()).keys());
    assertEquals(List.of(), read("\n # nothing\n\t\n").keys());
  }

  @Test
  void whatIsNoKey() throws Exception {
    for (String line : List.of("x", "key:", "sha1: x", "ssh-ed25519", "serial :5", "key " + KEY)) {
      assertEquals(new RevocationSpecFault.NoKey(KeyLine.Fault.FORM), fault(line), line);
    }
    String cut = KEY.substring(0, KEY.length() - 8);
    assertEquals(new RevocationSpecFault.NoKey(KeyLine.Fault.DAMAGED), fault(cut));
    assertEquals(new RevocationSpecFault.UnknownHash(), fault("hash: MD5:aa"));
    assertEquals(new RevocationSpecFault.UnknownHash(), fault("hash:"));
    assertEquals(new RevocationSpecFault.BadHash(), fault("hash: SHA256:!"));
    assertEquals(new RevocationSpecFault.HashLength(3), fault("hash: SHA256:AAAA"));
    assertEquals(new RevocationSpecFault.BadHash(), fault("hash: SHA256:AAB"));
  }
}
