package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.Reason;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PublicKey;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Fix;
import dev.aikagi.tools.explain.JsonReport;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Paper;
import dev.aikagi.tools.explain.PlainReport;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Report;
import dev.aikagi.tools.explain.Step;
import dev.aikagi.tools.explain.Texts;
import dev.aikagi.trust.AuthorizedKeyReason;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.UserRefusal;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The account that runs this asks about itself, with lists of keys in a folder of the test's. What
 * mends a finding is done, by sh as it stands there, and the finding is gone.
 */
class LoginWalkTest {
  private static final PrivateKey PAIR = KeyGenerator.ed25519();
  private static final PublicKey KEY = PAIR.publicKey();
  private static final PublicKey OTHER = KeyGenerator.ed25519().publicKey();

  @TempDir private Path folder;

  private User self;
  private Path keys;
  private Path pub;
  private final List<String> configuration = new ArrayList<>();

  @BeforeEach
  void prepare() throws Exception {
    self = User.withId(User.effectiveId()).orElseThrow();
    keys = folder.resolve("keys");
    pub = Files.writeString(folder.resolve("me.pub"), KEY.line() + " me@home\n");
    configuration.addAll(
        List.of(
            "AuthorizedKeysFile " + keys,
            "UsePAM yes",
            "StrictModes no",
            "PidFile " + Files.writeString(folder.resolve("pid"), "none\n")));
  }

  private Report walk(String... words) throws Exception {
    Path config =
        Files.writeString(folder.resolve("sshd_config"), String.join("\n", configuration) + "\n");
    return again(config, words);
  }

  private Report again(Path config, String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("-f", config.toString(), "--user", self.name()));
    all.addAll(List.of(words));
    Report report = LoginWalk.of(all);
    for (Texts texts : List.of(Texts.english(), Texts.named("ja"))) {
      // Every text is there, with everything that it has a place for.
      assertFalse(PlainReport.of(report, texts, Paper.PLAIN).isBlank());
      assertFalse(JsonReport.of(report, texts).isBlank());
    }
    return report;
  }

  private Report offering(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("--key", pub.toString()));
    all.addAll(List.of(words));
    return walk(all.toArray(String[]::new));
  }

  private static <T extends Reason> T first(Class<T> type, Report report) {
    assertFalse(report.findings().isEmpty(), report::toString);
    Finding first = report.findings().getFirst();
    assertEquals(Rank.CERTAIN, first.rank(), report.findings()::toString);
    assertFalse(LoginWalk.getsIn(report));
    return assertInstanceOf(type, first.reason());
  }

  /** Runs the first remedy as it stands there; no server is told. */
  private Report mended(Report report) throws Exception {
    Remedy remedy = report.findings().getFirst().remedies().getFirst();
    for (String command : remedy.commands()) {
      if (!command.startsWith("kill -HUP ")) {
        Process sh = new ProcessBuilder("sh", "-c", command).inheritIO().start();
        assertEquals(0, sh.waitFor(), command);
      }
    }
    Report after = again(folder.resolve("sshd_config"), "--key", pub.toString());
    assertTrue(LoginWalk.getsIn(after), after.findings()::toString);
    return after;
  }

  private void list(String text) throws Exception {
    Files.writeString(keys, text);
  }

  @Test
  void whoIsListedGetsIn() throws Exception {
    list("# mine\n" + KEY.line() + " me@home\n");
    assertEquals(List.of(), offering().findings());
    assertEquals(List.of(), walk().findings());
    assertEquals(List.of(), walk("--from", "192.0.2.7").findings());
  }

  @Test
  void aPrivateKeyFileWillDo() throws Exception {
    list(KEY.line());
    byte[] file = PrivateKeyFile.write(PAIR, "", PrivateKeyFile.WriteOptions.openSsh(null));
    Path path = Files.write(folder.resolve("me"), file);
    assertEquals(List.of(), walk("--key", path.toString()).findings());
  }

  @Test
  void whatIsNoKeyIsNamed() throws Exception {
    list(KEY.line());
    Path path = Files.writeString(folder.resolve("words"), "just words\n");
    first(ServerSetupReason.NotAKey.class, walk("--key", path.toString()));
    first(ServerSetupReason.NotAKey.class, walk("--key", folder.resolve("none").toString()));
  }

  /** Windows' line ends do no harm; elsewhere than at home they are not the user's to change. */
  @Test
  void lineEndsOfWindowsAreNoFault() throws Exception {
    String text = "# mine\r\n" + KEY.line() + " me@home\r\n";
    list(text);
    Report report = offering();
    assertTrue(report.healthy(), report::toString);
    assertTrue(LoginWalk.getsIn(report));
    assertEquals(List.of(), report.tidyUps());
    User at = new User("hoge", 4711, 4711, "", folder, "/bin/sh");
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("UNKNOWN", 22);
    Bytes bytes = Bytes.utf8(text);
    KeysView view =
        new KeysView(
            keys, new KeyList.Text(keys, bytes), Optional.of(bytes), Peer.of(nowhere, nowhere));
    String file = folder.resolve("sshd_config").toString();
    WalkRequest request = WalkRequest.of(List.of("-f", file, "--user", self.name()));
    ServerLog silent = ServerLog.toStream(OutputStream.nullOutputStream(), ServerLog.Level.QUIET);
    ServerConfig config = new ConfigSource(request.options()).read(silent, d -> {});
    Walk walk =
        new Walk(request, config, new ConfigLines(config, file), at, Peer.of(nowhere, nowhere));
    UserKeys userKeys = new UserKeys(at, config, walk.peer, silent, new StartedHere());
    new FileSteps(walk, userKeys, List.of()).show(view);
    assertEquals(List.of(), walk.findings());
    Fix.Content fix = (Fix.Content) walk.tidyUps().getFirst().fix();
    assertEquals(text.replace("\r", ""), fix.after().utf8());
    Step last = walk.way().getFirst().parts().getLast();
    assertEquals(Mark.NOTE, last.mark());
    assertEquals("tidy.line-ends", last.text().key());
  }

  /** Somebody put it there on purpose: nothing gives the key back, nor appends it once more. */
  @Test
  void aKeyThatWasTakenOutOfUseIsLeftToAPerson() throws Exception {
    for (String before : List.of("disabled ", "- ", "#", "x ", "old,no-pty ")) {
      list(OTHER.line() + "\n" + before + KEY.line() + " me@home\n");
      Report report = offering();
      assertEquals(2, first(AuthorizedKeyReason.OutOfUse.class, report).line(), before);
      assertEquals(List.of(), report.findings().getFirst().remedies(), before);
      assertEquals(1, report.findings().size(), report.findings()::toString);
    }
  }

  @Test
  void keysOutOfUseAreNoFaultOfAFileWithOthers() throws Exception {
    list("#" + OTHER.line() + "\nold " + OTHER.line() + "\n" + KEY.line() + " me@home\n");
    assertEquals(List.of(), offering().findings());
    assertEquals(List.of(), walk().findings());
    // Without another one they are all that is to be said.
    list("#" + OTHER.line() + "\nold " + OTHER.line() + "\n");
    Report report = walk();
    assertEquals(2, report.findings().size(), report.findings()::toString);
    first(AuthorizedKeyReason.OutOfUse.class, report);
    first(AuthorizedKeyReason.NoKeys.class, offering());
  }

  @Test
  void aKeyThatIsNotListedIsAppended() throws Exception {
    list(OTHER.line());
    Report report = offering();
    assertEquals(1, first(KeysFileReason.NotListed.class, report).count());
    mended(report);
    assertEquals(OTHER.line() + "\n" + KEY.line() + " me@home\n", Files.readString(keys));
  }

  @Test
  void aFileThatIsMissingIsMade() throws Exception {
    keys = folder.resolve("deep/er/keys");
    configuration.set(0, "AuthorizedKeysFile " + keys);
    Files.move(pub, folder.resolve("elsewhere.pub"));
    pub = folder.resolve("elsewhere.pub");
    Report report = offering();
    assertEquals(keys, first(KeysFileReason.Missing.class, report).path());
    mended(report);
  }

  @Test
  void aFileUnderAnotherNameIsFound() throws Exception {
    configuration.set(0, "AuthorizedKeysFile " + folder.resolve("authorized_keys"));
    for (String name : List.of("authorized_key", "Authorized-Keys", "authorised_keys.txt")) {
      Files.deleteIfExists(folder.resolve("authorized_keys"));
      Path named = Files.writeString(folder.resolve(name), KEY.line() + "\n");
      Report report = offering();
      assertEquals(named, first(KeysFileReason.NamedOtherwise.class, report).found());
      assertEquals(named, first(KeysFileReason.NamedOtherwise.class, walk()).found());
      mended(report);
    }
  }

  @Test
  void brokenLinesAreMended() throws Exception {
    for (String text :
        List.of(
            KEY.line().substring(0, 40) + "\n" + KEY.line().substring(40) + " me\n",
            "\uFEFF" + KEY.line() + "\n",
            "> " + KEY.line() + "\n",
            "'" + KEY.line() + "'\n",
            OTHER.line() + KEY.line() + "\n",
            OTHER.line() + " you@home" + KEY.line() + " me@home\n",
            "# all\r" + OTHER.line() + "\r" + KEY.line() + "\r",
            "no-ptyy,command=\"echo \\\"hi\\\"\" " + KEY.line() + "\n",
            "ssh-rsa " + KEY.line().substring(12) + "\n",
            "expiry-time=\"20200101\" " + KEY.line() + "\n",
            "pty,expiry-time=\"20200101\" " + KEY.line() + "\n",
            "cert-authority " + KEY.line() + "\n",
            "principals=\"me\",pty " + KEY.line() + "\n",
            new String(
                PrivateKeyFile.write(PAIR, "", PrivateKeyFile.WriteOptions.openSsh(null)),
                StandardCharsets.UTF_8),
            dev.aikagi.key.PublicKeyFile.rfc4716(KEY, "me at home"))) {
      list("# first\n" + text);
      if (text.startsWith("\uFEFF")) {
        list(text);
      }
      Report report = offering();
      AuthorizedKeyReason reason = first(AuthorizedKeyReason.class, report);
      assertTrue(reason.line() > 0, report.findings()::toString);
      mended(report);
    }
  }

  @Test
  void utf16IsMended() throws Exception {
    Files.write(keys, (KEY.line() + "\n").getBytes(StandardCharsets.UTF_16));
    Report report = offering();
    first(AuthorizedKeyReason.WideText.class, report);
    mended(report);
  }

  @Test
  void fromCountsWhereTheAddressIsKnown() throws Exception {
    list("from=\"10.0.0.0/8\" " + KEY.line() + "\n");
    assertTrue(LoginWalk.getsIn(offering()));
    assertTrue(LoginWalk.getsIn(offering("--from", "10.1.1.1")));
    Report report = offering("--from", "192.0.2.7");
    first(AuthorizedKeyReason.NotFrom.class, report);
    mended(report);
    assertEquals("from=\"10.0.0.0/8,192.0.2.7\" " + KEY.line() + "\n", Files.readString(keys));
  }

  @Test
  void modesAreMended() throws Exception {
    configuration.set(2, "StrictModes yes");
    list(KEY.line() + "\n");
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-rw-rw-"));
    Report report = offering();
    // The folders above are the machine's, and may be anybody's.
    assertTrue(
        report.findings().stream()
            .anyMatch(
                f ->
                    f.reason().equals(new FileModeReason.WritableByOthers(keys, false, 0666))
                        && f.remedies()
                            .getFirst()
                            .commands()
                            .equals(List.of("chmod go-w " + keys))),
        report.findings()::toString);
  }

  @Test
  void everyLineThatKeepsTheUserOutIsNamed() throws Exception {
    list(KEY.line() + "\n");
    configuration.addAll(
        List.of(
            "AllowUsers somebody # and nobody else",
            "DenyUsers nobody " + self.name(),
            "PubkeyAuthentication no"));
    Report report = offering();
    assertEquals(
        List.of(
            UserRefusal.ListedInDenyUsers.class,
            UserRefusal.NotListedInAllowUsers.class,
            ServerSetupReason.PublickeyOff.class),
        report.findings().stream().map(f -> f.reason().getClass()).toList());
    for (Finding finding : report.findings()) {
      for (String command : finding.remedies().getFirst().commands()) {
        if (command.startsWith("sed ")) {
          assertEquals(0, new ProcessBuilder("sh", "-c", command).start().waitFor(), command);
        }
      }
    }
    List<String> lines = Files.readAllLines(folder.resolve("sshd_config"));
    assertEquals(
        List.of(
            "AllowUsers " + self.name() + " somebody # and nobody else",
            "DenyUsers nobody",
            "PubkeyAuthentication yes"),
        lines.subList(lines.size() - 3, lines.size()));
    assertTrue(LoginWalk.getsIn(again(folder.resolve("sshd_config"))));
  }

  @Test
  void theBlockOfALineIsShown() throws Exception {
    list(KEY.line() + "\n");
    configuration.addAll(
        List.of("Match User " + self.name(), "  PubkeyAuthentication no", "Match User x"));
    Report report = offering();
    first(ServerSetupReason.PublickeyOff.class, report);
    String text = PlainReport.of(report, Texts.english(), Paper.PLAIN);
    assertTrue(text.contains("a Match block applies"), text);
    assertTrue(
        text.contains(
            "line 6: PubkeyAuthentication no (in the block of line 5: Match User " + self.name()),
        text);
    mended(report);
    assertTrue(
        Files.readString(folder.resolve("sshd_config")).contains("  PubkeyAuthentication yes\n"));
  }

  @Test
  void aTypeThatIsNotAcceptedIsAdded() throws Exception {
    list(KEY.line() + "\n");
    configuration.add("PubkeyAcceptedAlgorithms rsa-sha2-512");
    Report report = offering();
    first(ServerSetupReason.AlgorithmOff.class, report);
    mended(report);
  }

  @Test
  void aRevokedKey() throws Exception {
    list(KEY.line() + "\n");
    Path revoked = Files.writeString(folder.resolve("revoked"), KEY.line() + "\n");
    configuration.add("RevokedKeys " + revoked);
    Report report = offering();
    assertEquals(revoked.toString(), first(LoginRefusal.Revoked.class, report).file());
    mended(report);
  }

  @Test
  void methods() throws Exception {
    list(KEY.line() + "\n");
    configuration.add("AuthenticationMethods password");
    Report unlisted = offering();
    first(ServerSetupReason.PublickeyNotListed.class, unlisted);
    mended(unlisted);
    assertTrue(
        Files.readString(folder.resolve("sshd_config"))
            .contains("AuthenticationMethods password publickey\n"));
    configuration.set(4, "AuthenticationMethods publickey,password");
    assertEquals(List.of(), offering().findings());
    configuration.addFirst("PasswordAuthentication no");
    Report report = offering();
    assertEquals(List.of("password"), first(ServerSetupReason.MethodsOff.class, report).methods());
    List<Remedy> remedies = report.findings().getFirst().remedies();
    assertTrue(
        remedies.getLast().commands().getFirst().contains("publickey,password publickey"),
        remedies::toString);
    mended(report);
    String mended = Files.readString(folder.resolve("sshd_config"));
    assertTrue(mended.contains("PasswordAuthentication yes\n"), mended);
    assertTrue(mended.contains("AuthenticationMethods publickey,password\n"), mended);
    configuration.set(5, "MaxAuthTries 1");
    assertEquals(Rank.RISK, offering().findings().getFirst().rank());
    assertTrue(LoginWalk.getsIn(offering()));
  }

  @Test
  void whatSshdWouldNotStartWith() throws Exception {
    list(KEY.line() + "\n");
    configuration.add("PubkeyAuthentification yes");
    Report report = offering();
    assertEquals(5, first(ServerSetupReason.BadLine.class, report).line());
    mended(report);
    first(
        ServerSetupReason.Unusable.class,
        again(folder.resolve("nowhere"), "--key", pub.toString()));
  }

  @Test
  void anAccountThatThereIsNot() throws Exception {
    configuration.add("Match invalid-user");
    Path config = Files.writeString(folder.resolve("c"), "UsePAM no\n");
    Report report = LoginWalk.of(List.of("-f", config.toString(), "--user=no-such-account-here"));
    first(LoginRefusal.NoSuchUser.class, report);
  }

  @Test
  void aProgramThatListsKeysIsNotRun() throws Exception {
    list(OTHER.line() + "\n");
    Path ran = folder.resolve("ran");
    configuration.add("AuthorizedKeysCommand /usr/bin/touch " + ran);
    configuration.add("AuthorizedKeysCommandUser " + self.name());
    Report report = offering();
    assertEquals(Rank.LIKELY, report.findings().getFirst().rank(), report.findings()::toString);
    assertFalse(Files.exists(ran));
    configuration.set(4, "AuthorizedKeysCommand /no/such/program");
    assertTrue(
        offering().findings().stream().anyMatch(f -> f.reason() instanceof FileModeReason.Missing));
  }

  @Test
  void onlyRootOrTheUserMayLook() throws Exception {
    LoginWalk.mayLook(self.name(), 0);
    LoginWalk.mayLook(self.name(), self.uid());
    LoginWalk.mayLook("no-such-account-here", 4321);
    assertThrows(LoginWalk.UsageException.class, () -> LoginWalk.mayLook(self.name(), 4321));
  }

  @Test
  void whatWasPutAsideIsNoListButMayHoldTheKey() throws Exception {
    configuration.set(0, "AuthorizedKeysFile " + folder.resolve("authorized_keys"));
    Files.writeString(
        folder.resolve("authorized_keys.old"), OTHER.line() + "\n" + KEY.line() + "\n");
    first(KeysFileReason.Missing.class, walk());
    Report report = offering();
    first(KeysFileReason.NamedOtherwise.class, report);
    mended(report);
    assertEquals(KEY.line() + " me@home\n", Files.readString(folder.resolve("authorized_keys")));
  }

  @Test
  void theCommandLine() throws Exception {
    list(KEY.line() + "\n");
    walk();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    String config = folder.resolve("sshd_config").toString();
    PrintStream o = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream e = new PrintStream(errors, true, StandardCharsets.UTF_8);
    List<String> good =
        List.of("--explain", "-f", config, "-C", "user=" + self.name(), "--json", "--lang", "en");
    assertEquals(0, Sshd.run(good, o, e));
    assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("{"));
    List<String> denied = new ArrayList<>(good);
    denied.addAll(List.of("-o", "PubkeyAuthentication=no"));
    assertEquals(1, Sshd.run(denied, o, e));
    assertEquals("", errors.toString(StandardCharsets.UTF_8));
    for (List<String> bad :
        List.of(
            List.of("--explain"),
            List.of("--explain", "--user"),
            List.of("--explain", "--user", "x", "--from", "nowhere"),
            List.of("--explain", "--user", "x", "--what"),
            List.of("--explain", "--user", "x", "-Z"),
            List.of("--explain", "--user", "x", "extra"))) {
      assertEquals(255, Sshd.run(bad, o, e), bad::toString);
      assertTrue(errors.toString(StandardCharsets.UTF_8).contains("usage: sshd --explain"));
      errors.reset();
    }
    assertThrows(LoginWalk.UsageException.class, () -> LoginWalk.of(List.of()));
  }

  // From another host.

  private Report fromHost(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("--client-user", "bob", "--from", "192.0.2.7"));
    all.addAll(List.of(words));
    return walk(all.toArray(String[]::new));
  }

  private static boolean finds(Class<? extends Reason> type, Report report) {
    return report.findings().stream().map(Finding::reason).anyMatch(type::isInstance);
  }

  @Test
  void otherHostsAreNotAskedUnlessThatIsSet() throws Exception {
    configuration.add("UseDNS no");
    Report report = fromHost();
    first(ServerSetupReason.HostbasedOff.class, report);
    List<String> commands = report.findings().getFirst().remedies().getFirst().commands();
    assertTrue(commands.getFirst().contains("HostbasedAuthentication yes"), commands::toString);
    configuration.add("HostbasedAuthentication yes");
    configuration.add("AuthenticationMethods publickey");
    first(ServerSetupReason.HostbasedNotListed.class, fromHost());
    configuration.removeLast();
    assertFalse(finds(ServerSetupReason.HostbasedOff.class, fromHost()));
  }

  @Test
  void aHostsKeyHasAlgorithmsOfItsOwn() throws Exception {
    configuration.addAll(List.of("UseDNS no", "HostbasedAuthentication yes"));
    configuration.add("PubkeyAcceptedAlgorithms rsa-sha2-512");
    assertFalse(finds(ServerSetupReason.HostAlgorithmOff.class, fromHost("--key", pub.toString())));
    configuration.add("HostbasedAcceptedAlgorithms rsa-sha2-512");
    Report report = fromHost("--key", pub.toString());
    assertTrue(finds(ServerSetupReason.HostAlgorithmOff.class, report));
    assertFalse(finds(ServerSetupReason.AlgorithmOff.class, report));
  }

  /** Not what the client says, unless that is set. */
  @Test
  void theNameIsTheOneThatCountsHere() throws Exception {
    configuration.addAll(List.of("UseDNS no", "HostbasedAuthentication yes"));
    assertEquals("192.0.2.7", unknown(fromHost("--client-host", "b.example")));
    configuration.add("HostbasedUsesNameFromPacketOnly yes");
    assertEquals("b.example", unknown(fromHost("--client-host", "b.example.")));
  }

  private static String unknown(Report report) {
    return report.findings().stream()
        .map(Finding::reason)
        .filter(HostTrustReason.KeyNotKnown.class::isInstance)
        .map(r -> ((HostTrustReason.KeyNotKnown) r).clientHost())
        .findFirst()
        .orElse("");
  }

  @Test
  void whichHostItIsHasToBeSaid() {
    assertThrows(LoginWalk.UsageException.class, () -> walk("--client-user", "bob"));
    assertThrows(LoginWalk.UsageException.class, () -> walk("--client-host", "h", "--from", "::1"));
  }
}
