package dev.aikagi.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aikagi.SecretBytes;
import dev.aikagi.posix.Shadow.Validity;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShadowTest {
  /** The first vector of the SHA-crypt specification: "Hello world!". */
  private static final String SHA512 =
      "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJu"
          + "esI68u4OTLiBFdcbYEdFCoEOfaS35inz1";

  @BeforeAll
  static void needsCrypt() {
    assumeTrue(NativeLibrary.CRYPT.present(), "needs libcrypt");
  }

  private static boolean matches(String hash, String password, boolean emptyAllowed)
      throws Exception {
    try (SecretBytes secret = SecretBytes.taking(password.getBytes(StandardCharsets.ISO_8859_1))) {
      return new Shadow(hash, -1, -1, -1, -1).matches(secret, emptyAllowed);
    }
  }

  @Test
  @Tag("A10")
  void thePublishedVectorMatchesAndNothingElse() throws Exception {
    assertTrue(matches(SHA512, "Hello world!", false));
    assertFalse(matches(SHA512, "Hello world", false));
    assertFalse(matches(SHA512, "Hello world!\0", false));
    assertFalse(matches(SHA512, "Hello world!\0x", false));
    assertFalse(matches(SHA512, "", true));
  }

  @ParameterizedTest
  @Tag("A10")
  @ValueSource(
      strings = {
        "!",
        "*",
        "x",
        "!!",
        "*0",
        "*1",
        "!" + SHA512,
        "*LK*",
        "NP",
        "$6$",
        "$6$saltstring$",
        "$9$what$ever",
        "aa",
        "$6$salt string$" + "x",
        "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8"
      })
  void lockedAndMalformedHashesMatchNothing(String hash) throws Exception {
    for (String password : new String[] {"", "Hello world!", hash, "*", "*0", "*1", "!", "x"}) {
      assertFalse(matches(hash, password, true), hash + " with " + password);
    }
  }

  @Test
  @Tag("A10")
  void anEmptyHashNeedsLeave() throws Exception {
    assertFalse(matches("", "", false));
    assertTrue(matches("", "", true));
    assertFalse(matches("", "x", true));
  }

  @Test
  @Tag("A10")
  void aLongPasswordIsNotHashed() throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < 50; i++) {
      assertFalse(matches(SHA512, "x".repeat(100_000), false));
    }
    // Hashing one of them takes about as long as this bound for all.
    assertTrue(System.nanoTime() - start < 1_000_000_000L);
  }

  @Test
  void theDatesDecide() {
    assertEquals(Validity.VALID, new Shadow("*", 100, 30, 5, -1).validity(130));
    assertEquals(Validity.PASSWORD_EXPIRED, new Shadow("*", 100, 30, 5, -1).validity(131));
    assertEquals(Validity.PASSWORD_INACTIVE, new Shadow("*", 100, 30, 5, -1).validity(136));
    assertEquals(Validity.PASSWORD_EXPIRED, new Shadow("*", 100, 30, -1, -1).validity(999));
    assertEquals(Validity.ACCOUNT_EXPIRED, new Shadow("*", 100, -1, -1, 120).validity(121));
    assertEquals(Validity.VALID, new Shadow("*", 100, -1, -1, 120).validity(120));
    assertEquals(Validity.PASSWORD_CHANGE_FORCED, new Shadow("*", 0, 99999, -1, -1).validity(1));
    assertEquals(Validity.VALID, new Shadow("*", -1, 99999, -1, -1).validity(20_000));
  }

  @Test
  void rootReadsItsOwnEntry() throws Exception {
    assumeTrue(User.effectiveId() == 0, "needs root: reading /etc/shadow");
    assertTrue(Shadow.named("root").isPresent());
    assertTrue(Shadow.named("no-such-user").isEmpty());
  }

  /** What is computed for nobody costs what it costs for somebody: it is of the same method. */
  @Test
  @Tag("A12")
  void theDecoyIsOfTheKindThatAccountsHereHave() {
    assertEquals("$y$j9T$salt$", setting("root:*:1:::\nx:!:1\ny:!!:1\nz:$y$j9T$salt$hash:1:0\n"));
    assertEquals("$6$rounds=9$s$", setting("a::1\nb:!$6$rounds=9$s$hash:1\nc:$y$j9T$s$h:1"));
    for (String none : new String[] {"", "\n\n", ":", "a", "a:$", "a:$$:", "a:x:1", "a:$6$s$:1"}) {
      assertEquals(Shadow.DECOY, setting(none), none);
    }
  }

  private static String setting(String entries) {
    return Shadow.setting(entries.getBytes(StandardCharsets.UTF_8));
  }
}
