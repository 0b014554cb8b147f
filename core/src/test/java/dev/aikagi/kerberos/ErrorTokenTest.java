package dev.aikagi.kerberos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.auth.GssException;
import dev.aikagi.auth.GssReason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalInt;
import org.ietf.jgss.GSSException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one side's Kerberos tells the other's of a token that it does not take. */
class ErrorTokenTest {
  private static final byte[] SKEW = ErrorToken.of(37, Instant.ofEpochSecond(1_000_000_000));

  @Test
  void itIsAnErrorOfKerberosInAFrame() {
    String start = "a003020105a10302011ea411180f";
    String end = "a503020100a603020125a9021b00aa133011a003020103a10a30081b04686f73741b00";
    String time = HexFormat.of().formatHex("20010909014640Z".getBytes(StandardCharsets.US_ASCII));
    String hex = HexFormat.of().formatHex(SKEW);
    assertEquals(start + time + end, hex.substring(hex.indexOf("a003020105")));
    assertTrue(hex.startsWith("60%02x06092a864886f71201020203007e".formatted(SKEW.length - 2)));
    assertEquals(OptionalInt.of(37), ErrorToken.number(SKEW));
  }

  /** MIT's has words besides, and so longer lengths. */
  @Test
  void lengthsMayBeLong() {
    String fields = "a003020105ab81831b8180" + "41".repeat(128) + "a6030201e7";
    int length = fields.length() / 2;
    String error = "7e8200%02x3081%02x".formatted(length + 3, length) + fields;
    String frame = "06092a864886f7120102020300" + error;
    byte[] token = HexFormat.of().parseHex("6081%02x".formatted(frame.length() / 2) + frame);
    assertEquals(OptionalInt.of(-25), ErrorToken.number(token));
  }

  @Test
  @Tag("B1")
  void whatEndsTooEarlySaysNothing() {
    for (int length = 0; length < SKEW.length; length++) {
      assertEquals(OptionalInt.empty(), ErrorToken.number(Arrays.copyOf(SKEW, length)));
    }
    for (int i = 0; i < SKEW.length; i++) {
      for (int value : new int[] {0, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xff}) {
        byte[] changed = SKEW.clone();
        changed[i] = (byte) value;
        OptionalInt number = ErrorToken.number(changed);
        assertTrue(number.isEmpty() || number.getAsInt() <= 255, () -> "" + number);
      }
    }
    byte[] answer = SKEW.clone();
    answer[13] = 2;
    assertEquals(OptionalInt.empty(), ErrorToken.number(answer));
  }

  @Test
  @Tag("B1")
  void aNumberHasFourBytes() {
    for (String digits : new String[] {"0200", "02050000000025"}) {
      String field = "a6%02x".formatted(digits.length() / 2) + digits;
      String error = "7e%02x30%02x".formatted(field.length() / 2 + 2, field.length() / 2) + field;
      String frame = "06092a864886f7120102020300" + error;
      byte[] token = HexFormat.of().parseHex("60%02x".formatted(frame.length() / 2) + frame);
      assertEquals(OptionalInt.empty(), ErrorToken.number(token), digits);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "37, ClockSkew",
    "33, ClockSkew",
    "32, TicketExpired",
    "31, KeyNotAtServer",
    "35, KeyNotAtServer",
    "44, KeyNotAtServer",
    "45, KeyNotAtServer",
    "60, Failed"
  })
  void whatTheServerFound(int number, String reason) {
    GssReason why = new Faults("host@h", "FILE:/t").ofServer(number).reason();
    assertEquals(reason, why.getClass().getSimpleName());
  }

  @Test
  void whoeverHasATicketIsToldWhatIsWrongWithIt() {
    GssException skewed = fault("", "Clock skew too great (37)");
    assertEquals(OptionalInt.of(37), ErrorToken.number(skewed.token().toArray()));
    GssException other = fault("", "Checksum failed");
    assertEquals(OptionalInt.of(45), ErrorToken.number(other.token().toArray()));
    assertEquals(0, fault("", "Defective token").token().length());
    // A client's server has no use for it.
    assertEquals(0, fault("host@h", "Clock skew too great (37)").token().length());
  }

  @Test
  void whatJavaAndTheLibrarySayOfARealmThatNobodyKnows() {
    for (String text :
        new String[] {
          "Fail to create credential. (63) - No service creds",
          "Cannot find KDC for realm \"R\"",
          "Cannot locate KDC"
        }) {
      assertInstanceOf(GssReason.KdcUnreachable.class, fault("host@h", text).reason(), text);
    }
    GSSException unknown = new GSSException(GSSException.FAILURE, -1765328230, "x");
    GssReason why = new Faults("host@h", "").of(unknown).reason();
    assertInstanceOf(GssReason.KdcUnreachable.class, why);
  }

  private static GssException fault(String service, String text) {
    return new Faults(service, "s").of(new GSSException(GSSException.FAILURE, -1, text));
  }
}
