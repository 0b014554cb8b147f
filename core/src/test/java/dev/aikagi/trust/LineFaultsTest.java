package dev.aikagi.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyFile;
import dev.aikagi.trust.AuthorizedKeys.Decision;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people put into authorized_keys: sshd says no as it did, and says exactly why. */
class LineFaultsTest {
  private static final PrivateKey PAIR = KeyGenerator.ed25519();
  private static final PublicKey KEY = PAIR.publicKey();
  private static final PublicKey OTHER = KeyGenerator.ed25519().publicKey();
  private static final PublicKey RSA = KeyGenerator.rsa(2048).publicKey();
  private static final Instant NOW = Instant.parse("2026-09-01T12:00:00Z");

  private static Decision decide(byte[] text, PublicKey key) {
    return AuthorizedKeys.examine("keys", text).decide(key, "client.example", "10.1.2.3", NOW);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The one reason that is about this key. */
  private static <T extends AuthorizedKeyReason> T about(
      Class<T> type, byte[] text, PublicKey key) {
    Decision.NotAuthorized no = assertInstanceOf(Decision.NotAuthorized.class, decide(text, key));
    List<AuthorizedKeyReason> hidden = AuthorizedKeys.examine("keys", text).hidden();
    List<AuthorizedKeyReason> about =
        Stream.concat(no.reasons().stream(), hidden.stream()).filter(r -> r.isAbout(key)).toList();
    assertEquals(1, about.size(), no.reasons()::toString);
    return assertInstanceOf(type, about.getFirst());
  }

  /** What mends it lets the key in. */
  private static String mended(byte[] text, AuthorizedKeyReason reason, PublicKey key) {
    LineMend mend = LineMend.of(text, reason).orElseThrow();
    byte[] after = mend.applied(text).toArray();
    assertInstanceOf(
        Decision.Authorized.class, decide(after, key), new String(after, StandardCharsets.UTF_8));
    return new String(after, StandardCharsets.UTF_8);
  }

  private static String wrapped(String line, int columns) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < line.length(); i += columns) {
      out.append(line, i, Math.min(line.length(), i + columns)).append('\n');
    }
    return out.toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 40, 44, 45, 72, 75})
  void aBrokenLineIsOneKey(int columns) {
    byte[] text = bytes("# mine\n" + wrapped("pty " + KEY.line(), columns) + OTHER.line() + "\n");
    AuthorizedKeyReason.BrokenLine broken = about(AuthorizedKeyReason.BrokenLine.class, text, KEY);
    assertEquals(2, broken.line());
    assertEquals(
        "# mine\npty " + KEY.line() + "\n" + OTHER.line() + "\n", mended(text, broken, KEY));
    assertInstanceOf(Decision.Authorized.class, decide(text, OTHER));
  }

  @Test
  void aLongKeyIsBrokenManyTimes() {
    byte[] text = bytes(wrapped(RSA.line(), 64) + "\n");
    AuthorizedKeyReason.BrokenLine broken = about(AuthorizedKeyReason.BrokenLine.class, text, RSA);
    assertTrue(broken.last() > 5);
    assertEquals(RSA.line() + "\n\n", mended(text, broken, RSA));
    Decision.NotAuthorized no = assertInstanceOf(Decision.NotAuthorized.class, decide(text, RSA));
    assertTrue(
        no.reasons().stream()
            .skip(1)
            .allMatch(r -> r instanceof AuthorizedKeyReason.Continued c && c.first() == 1));
  }

  @Test
  void theTypeOnALineOfItsOwn() {
    byte[] text = bytes(KEY.line().replace(' ', '\n') + " me@home\n");
    AuthorizedKeyReason.BrokenLine broken = about(AuthorizedKeyReason.BrokenLine.class, text, KEY);
    assertEquals(KEY.line() + " me@home\n", mended(text, broken, KEY));
  }

  @Test
  void aKeyWithoutItsEnd() {
    String cut = KEY.line().substring(0, 60);
    for (String text : List.of(cut, cut + "\n" + OTHER.line(), cut.substring(0, 57) + " me\n")) {
      Decision.NotAuthorized no =
          assertInstanceOf(Decision.NotAuthorized.class, decide(bytes(text), KEY), text);
      assertInstanceOf(AuthorizedKeyReason.CutKey.class, no.reasons().getFirst(), text);
    }
  }

  @Test
  void twoKeysOnOneLine() {
    byte[] commented = bytes(OTHER.line() + " me@home" + KEY.line() + " me@work\n");
    AuthorizedKeyReason.TwoKeys two = about(AuthorizedKeyReason.TwoKeys.class, commented, KEY);
    assertEquals(
        OTHER.line() + " me@home\n" + KEY.line() + " me@work\n", mended(commented, two, KEY));
    assertInstanceOf(Decision.Authorized.class, decide(commented, OTHER));
    byte[] bare = bytes(OTHER.line() + KEY.line() + "\n");
    mended(bare, about(AuthorizedKeyReason.TwoKeys.class, bare, KEY), KEY);
    mended(bare, about(AuthorizedKeyReason.TwoKeys.class, bare, OTHER), OTHER);
  }

  @Test
  void linesThatEndWithCarriageReturnsAlone() {
    byte[] text = bytes("# mine\r" + OTHER.line() + " a\r" + KEY.line() + " b\r");
    mended(text, about(AuthorizedKeyReason.CarriageReturns.class, text, KEY), KEY);
    byte[] second = bytes(OTHER.line() + " a\r" + KEY.line() + " b\r");
    assertInstanceOf(Decision.Authorized.class, decide(second, OTHER));
    mended(second, about(AuthorizedKeyReason.CarriageReturns.class, second, KEY), KEY);
    assertInstanceOf(Decision.Authorized.class, decide(bytes(KEY.line() + "\r\n"), KEY));
  }

  @Test
  void aByteOrderMark() {
    byte[] text = bytes("\uFEFF" + KEY.line() + " me\n");
    assertEquals(
        KEY.line() + " me\n",
        mended(text, about(AuthorizedKeyReason.ByteOrderMark.class, text, KEY), KEY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
  void twoBytesForEachCharacter(String charset) {
    byte[] text = (KEY.line() + " me\n").getBytes(Charset.forName(charset));
    Decision.NotAuthorized no = assertInstanceOf(Decision.NotAuthorized.class, decide(text, KEY));
    assertInstanceOf(AuthorizedKeyReason.WideText.class, no.reasons().getFirst());
    mended(text, no.reasons().getFirst(), KEY);
  }

  /** The server reads what somebody has added to it since. */
  @Test
  void twoBytesForSomeCharactersOnly() {
    byte[] wide = (OTHER.line() + " me\n").getBytes(StandardCharsets.UTF_16LE);
    byte[] added = bytes("# added\n" + KEY.line() + " me\n");
    byte[] text = Arrays.copyOf(wide, wide.length + added.length);
    System.arraycopy(added, 0, text, wide.length, added.length);
    assertInstanceOf(Decision.Authorized.class, decide(text, KEY));
    Decision.NotAuthorized no = assertInstanceOf(Decision.NotAuthorized.class, decide(text, OTHER));
    AuthorizedKeyReason wideText = no.reasons().getFirst();
    assertInstanceOf(AuthorizedKeyReason.WideText.class, wideText);
    assertEquals(Optional.empty(), LineMend.of(text, wideText));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {"> ,||", "$ ,||", "|'|,|'|", "* ,||", "+,||", "|1. |,||", "12 ,||", "key: ,||"})
  void whatStandsBeforeTheKey(String before, String after) {
    byte[] text = bytes(before + KEY.line() + " me" + (after == null ? "" : after) + "\n");
    AuthorizedKeyReason.LeadingText leading =
        about(AuthorizedKeyReason.LeadingText.class, text, KEY);
    assertEquals(KEY.line() + " me\n", mended(text, leading, KEY));
  }

  /** Nobody but a person gives a key back what was taken from it on purpose. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "disabled ",
        "DISABLED: ",
        "[disabled] ",
        "disabled-2024-05-01 ",
        "(old) ",
        "old-laptop ",
        "revoked by admin ",
        "do not use: ",
        "bob, left, removed ",
        "no ",
        "off: ",
        "x ",
        "XXX ",
        "- ",
        "-",
        "-- ",
        "// ",
        "; ",
        "!",
        "x",
        "disabled,no-pty ",
        "no-pty,disabled ",
        "- command=\"ls\" ",
        "無効 ",
        "#",
        "## ",
        "# no-pty "
      })
  void whatWasTakenOutOfUseStaysSo(String before) {
    byte[] text = bytes(OTHER.line() + "\n" + before + KEY.line() + " me\n");
    AuthorizedKeyReason.OutOfUse out = about(AuthorizedKeyReason.OutOfUse.class, text, KEY);
    assertEquals(2, out.line());
    assertEquals(Optional.empty(), LineMend.of(text, out));
    assertInstanceOf(Decision.Authorized.class, decide(text, OTHER));
  }

  @Test
  void alsoWithoutItsTypeOrOnTwoLines() {
    String line = KEY.line();
    byte[] bare = bytes("disabled " + line.substring("ssh-ed25519 ".length()) + "\n");
    assertEquals(
        Optional.empty(), LineMend.of(bare, about(AuthorizedKeyReason.OutOfUse.class, bare, KEY)));
    byte[] broken = bytes("old " + line.substring(0, 50) + "\n" + line.substring(50) + "\n");
    AuthorizedKeyReason.OutOfUse out = about(AuthorizedKeyReason.OutOfUse.class, broken, KEY);
    assertEquals(2, out.last());
    assertEquals(Optional.empty(), LineMend.of(broken, out));
    assertInstanceOf(
        AuthorizedKeyReason.Continued.class,
        ((Decision.NotAuthorized) decide(broken, KEY)).reasons().getLast());
  }

  @Test
  void aSecondKeyBehindSuchAWordIsNotSetFree() {
    for (String text :
        List.of(
            OTHER.line() + " me disabled " + KEY.line() + "\n",
            "disabled " + OTHER.line() + " me " + KEY.line() + "\n")) {
      byte[] all = bytes(text);
      AuthorizedKeyReason.TwoKeys two = about(AuthorizedKeyReason.TwoKeys.class, all, KEY);
      assertEquals(Optional.empty(), LineMend.of(all, two), text);
    }
  }

  /** Options that mean something, and comments that are none of a key. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "command=\"echo disabled\" ",
        "environment=\"X=old\" ",
        "no-pty,no-user-rc ",
        "# keys of old hosts\n",
        "# ssh-ed25519 AAAA... of bob\n",
        "#\n"
      })
  void otherWordsTakeNothingOutOfUse(String before) {
    byte[] text = bytes(before + KEY.line() + " old\n");
    assertInstanceOf(Decision.Authorized.class, decide(text, KEY));
    assertEquals(List.of(), AuthorizedKeys.examine("keys", text).hidden());
  }

  /** Nobody but a person takes out what may be a restriction. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "command=\"/bin/backup\", no-pty ",
        "* command=\"ls\" ",
        "> restrict ",
        "> No-PTY ",
        "> restrct ",
        "a, b ",
        "\"",
        "x ssh-ed25519 command=\"ls\" "
      })
  void whatCouldRestrictStaysBeforeTheKey(String before) {
    byte[] text = bytes(before + KEY.line() + " me\n");
    AuthorizedKeyReason.LeadingText leading =
        about(AuthorizedKeyReason.LeadingText.class, text, KEY);
    assertEquals(Optional.empty(), LineMend.of(text, leading));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"command=\"rsync\",no-pty ", "restrict ", "RESTRICT ", "environment=x ", "a,b "})
  void whatCouldRestrictStaysBetweenTwoKeys(String between) {
    for (String comment : List.of(" me@home", " ")) {
      byte[] text = bytes(OTHER.line() + comment + between + KEY.line() + " me@work");
      AuthorizedKeyReason.TwoKeys two = about(AuthorizedKeyReason.TwoKeys.class, text, KEY);
      assertEquals(Optional.empty(), LineMend.of(text, two));
    }
    byte[] first = bytes("restrict " + OTHER.line() + KEY.line() + "\n");
    assertEquals(
        Optional.empty(),
        LineMend.of(first, about(AuthorizedKeyReason.TwoKeys.class, first, OTHER)));
  }

  /** The options of the first key are not the second one's, and stay where they are. */
  @Test
  void optionsOfTheFirstKeyStayWithIt() {
    PublicKey padded = KeyGenerator.ecdsa(256).publicKey();
    byte[] text = bytes("command=\"ls\",pty " + padded.line() + " me " + KEY.line() + "\n");
    assertEquals(
        "command=\"ls\",pty " + padded.line() + " me\n" + KEY.line() + "\n",
        mended(text, about(AuthorizedKeyReason.TwoKeys.class, text, KEY), KEY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"comand=\"x\" ", "no-ptyy ", "restrct ", "xfrom ", "a,b "})
  void whatCouldRestrictIsNoTypeToReplace(String before) {
    byte[] text = bytes(before + KEY.line().substring("ssh-ed25519 ".length()) + " me\n");
    AuthorizedKeyReason.WrongType wrong = about(AuthorizedKeyReason.WrongType.class, text, KEY);
    assertEquals(Optional.empty(), LineMend.of(text, wrong));
  }

  @Test
  void aWrongTypeBehindOtherTextIsNotMended() {
    byte[] text = bytes("> z ssh-rsa " + KEY.line().substring("ssh-ed25519 ".length()) + "\n");
    assertEquals(
        Optional.empty(),
        LineMend.of(text, about(AuthorizedKeyReason.LeadingText.class, text, KEY)));
  }

  /** A file of nothing but beginnings is read once, not once for each of them. */
  @Test
  void beginningsWithoutAnEndHaveALimit() {
    String begin = "-----BEGIN OPENSSH PRIVATE KEY-----\n";
    Decision.NotAuthorized no =
        assertInstanceOf(Decision.NotAuthorized.class, decide(bytes(begin.repeat(1000)), KEY));
    long named =
        no.reasons().stream().filter(AuthorizedKeyReason.PrivateKey.class::isInstance).count();
    assertEquals(64, named);
    assertEquals(1000, no.reasons().size());
  }

  @ParameterizedTest
  @CsvSource({
    "no-ptyy,no-pty",
    "cert-authorty,cert-authority",
    "no-x11-forward,no-X11-forwarding",
    "comand,command",
    "nopty,no-pty",
    "something,-"
  })
  void anOptionThatThereIsNot(String option, String nearest) {
    byte[] text = bytes("restrict," + option + " " + KEY.line() + "\n");
    AuthorizedKeyReason.UnknownOption unknown =
        about(AuthorizedKeyReason.UnknownOption.class, text, KEY);
    assertEquals(option, unknown.option());
    assertEquals(nearest, unknown.nearest().orElse("-"));
  }

  @Test
  void anOptionThatIsMistypedIsMended() {
    byte[] text = bytes("no-ptyy " + KEY.line() + "\n");
    AuthorizedKeyReason.UnknownOption unknown =
        about(AuthorizedKeyReason.UnknownOption.class, text, KEY);
    assertEquals("no-pty " + KEY.line() + "\n", mended(text, unknown, KEY));
  }

  @Test
  void aQuoteThatIsMissing() {
    Decision.NotAuthorized no =
        assertInstanceOf(
            Decision.NotAuthorized.class, decide(bytes("command=\"ls " + KEY.line()), KEY));
    assertInstanceOf(AuthorizedKeyReason.QuoteMissing.class, no.reasons().getFirst());
    assertTrue(
        about(AuthorizedKeyReason.QuoteMissing.class, bytes("from=10.0.0.1 " + KEY.line()), KEY)
            .summary()
            .endsWith("missing start quote"));
  }

  @Test
  void aTypeThatIsWrongOrMissing() {
    for (String name : List.of("ssh-ed25518 ", "ssh-rsa ", "", "ed25519 ")) {
      byte[] text = bytes(name + KEY.line().substring("ssh-ed25519 ".length()) + " me\n");
      AuthorizedKeyReason.WrongType wrong = about(AuthorizedKeyReason.WrongType.class, text, KEY);
      assertEquals(name.strip(), wrong.name());
      assertEquals(KEY.line() + " me\n", mended(text, wrong, KEY));
    }
  }

  @Test
  void aPrivateKey() throws Exception {
    byte[] file = PrivateKeyFile.write(PAIR, "me", PrivateKeyFile.WriteOptions.openSsh(null));
    byte[] text = bytes("# mine\n" + new String(file, StandardCharsets.UTF_8) + OTHER.line());
    Decision.NotAuthorized no = assertInstanceOf(Decision.NotAuthorized.class, decide(text, KEY));
    AuthorizedKeyReason.PrivateKey found =
        assertInstanceOf(AuthorizedKeyReason.PrivateKey.class, no.reasons().getFirst());
    assertEquals(2, found.line());
    assertEquals(Optional.of(KEY.line()), LineMend.of(text, found).map(m -> m.lines().getFirst()));
    assertTrue(no.reasons().get(1) instanceof AuthorizedKeyReason.Continued);
    assertTrue(no.reasons().getLast() instanceof AuthorizedKeyReason.OtherKey);
  }

  @Test
  void otherForms() throws Exception {
    byte[] ssh2 = bytes(PublicKeyFile.rfc4716(RSA, "me at home") + OTHER.line() + "\n");
    AuthorizedKeyReason.OtherForm form = about(AuthorizedKeyReason.OtherForm.class, ssh2, RSA);
    assertEquals("RFC4716", form.form());
    assertTrue(mended(ssh2, form, RSA).endsWith("\n" + OTHER.line() + "\n"));
    for (String text : List.of(PublicKeyFile.pkcs8(RSA), PublicKeyFile.pem(RSA))) {
      Decision.NotAuthorized no =
          assertInstanceOf(Decision.NotAuthorized.class, decide(bytes(text), RSA));
      mended(bytes(text), no.reasons().getFirst(), RSA);
    }
  }

  /** Each line is judged in one glance at what comes next, however many look like a beginning. */
  @Test
  void whatLooksLikeManyBrokenKeysCostsLittle() {
    String cut = KEY.line().substring(0, 60);
    String text =
        java.util.stream.IntStream.range(0, 20_000)
            .mapToObj(i -> i % 2 == 0 ? cut : "AAAA")
            .collect(Collectors.joining("\n"));
    assertInstanceOf(Decision.NotAuthorized.class, decide(bytes(text), KEY));
  }
}
