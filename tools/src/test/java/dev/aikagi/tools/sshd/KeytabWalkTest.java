package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aikagi.Reason;
import dev.aikagi.config.ConnectionFacts;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Paper;
import dev.aikagi.tools.explain.PlainReport;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Report;
import dev.aikagi.tools.explain.Step;
import dev.aikagi.tools.explain.Texts;
import dev.aikagi.tools.explain.Words;
import dev.aikagi.trust.FileModeReason;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the walk says of a keytab, on a host that is called web.example. */
@Tag("A13")
class KeytabWalkTest {
  private static final String NEEDED = "AuthenticationMethods gssapi-with-mic";
  private static final String KEY = "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk";

  @TempDir private Path folder;

  private User self;
  private Path keytab;
  private PrincipalAccess.OwnNames names = () -> List.of("web", "web.example");
  private final List<String> configuration = new ArrayList<>();

  @BeforeEach
  void prepare() throws Exception {
    self = User.withId(User.effectiveId()).orElseThrow();
    folder = folder.toRealPath();
    keytab = folder.resolve("krb5.keytab");
    configuration.addAll(List.of("PidFile none", "GSSAPIAuthentication yes"));
  }

  private Report walk() throws Exception {
    Path file = folder.resolve("sshd_config");
    Files.writeString(file, String.join("\n", configuration) + "\n");
    WalkRequest request = WalkRequest.of(List.of("-f", file.toString(), "--user", self.name()));
    ServerLog log = ServerLog.toStream(OutputStream.nullOutputStream(), ServerLog.Level.QUIET);
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 22);
    ServerConfig config =
        new ConfigSource(request.options())
            .read(log, Diagnostic.NOBODY)
            .forConnection(ConnectionFacts.NONE.with("user=" + self.name()));
    Walk walk =
        new Walk(
            request,
            config,
            new ConfigLines(config, file.toString()),
            self,
            Peer.of(loopback, loopback));
    new KeytabWalk(walk, keytab, names).go();
    Report report = new Report(Words.of("walk.in", "user", "x"), walk.way(), walk.findings());
    for (Texts texts : List.of(Texts.english(), Texts.named("ja"))) {
      String text = PlainReport.of(report, texts, Paper.PLAIN);
      assertFalse(text.contains(KEY), text);
    }
    return report;
  }

  private Finding only() throws Exception {
    Report report = walk();
    assertEquals(1, report.findings().size(), report::toString);
    return report.findings().getFirst();
  }

  private static List<String> commands(Finding finding) {
    return finding.remedies().stream().flatMap(r -> r.commands().stream()).toList();
  }

  private static List<Step> principals(Report report) {
    return report.way().getLast().parts();
  }

  /** Of principals with one part or two, in the realm R. */
  private void write(String... principals) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(0x502);
    for (String principal : principals) {
      String[] parts = principal.split("/", -1);
      int names = Arrays.stream(parts).mapToInt(p -> 2 + p.length()).sum();
      out.writeInt(2 + 3 + names + 11 + 2 + KEY.length());
      out.writeShort(parts.length);
      out.writeUTF("R");
      for (String part : parts) {
        out.writeUTF(part);
      }
      out.write(new byte[11]);
      out.writeUTF(KEY);
    }
    Files.write(keytab, bytes.toByteArray());
    mode("rw-------");
  }

  private void mode(String permissions) throws Exception {
    Files.setPosixFilePermissions(keytab, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void aGoodOneIsShownWithItsPrincipals() throws Exception {
    write("host/web.example", "HTTP/web.example", "host/web.example");
    Report report = walk();
    assertEquals(List.of(), report.findings());
    Words own = Words.of("walk.keytab-principal", "principal", "host/web.example@R");
    Words other = Words.of("walk.keytab-principal", "principal", "HTTP/web.example@R");
    assertEquals(List.of(Step.of(Mark.OK, own), Step.of(Mark.NOTE, other)), principals(report));
  }

  @Test
  void ofManyPrincipalsSomeAreShown() throws Exception {
    String[] many = new String[60];
    Arrays.setAll(many, i -> "host/web" + i);
    many[59] = "host/web";
    write(many);
    List<Step> shown = principals(walk());
    Words own = Words.of("walk.keytab-principal", "principal", "host/web@R");
    assertEquals(Step.of(Mark.OK, own), shown.getFirst());
    assertEquals(51, shown.size());
    assertEquals(
        Step.of(Mark.NOTE, Words.of("walk.more-principals", "count", 10)), shown.getLast());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GSSAPIAuthentication no",
        "Match User somebody-else\nGSSAPIAuthentication yes",
        "GSSAPIAuthentication yes\nAuthenticationMethods publickey hostbased",
      })
  void whereKerberosLetsNobodyInTheKeytabDoesNotMatter(String lines) throws Exception {
    configuration.set(1, lines);
    Report report = walk();
    assertEquals(List.of(), report.way());
    assertEquals(List.of(), report.findings());
  }

  @Test
  void aMatchBlockSwitchesItOn() throws Exception {
    configuration.set(1, "Match User " + self.name() + "\nGSSAPIAuthentication yes");
    assertEquals(new KeytabReason.Missing(keytab), only().reason());
  }

  /** ktadd makes a new key, and copies of the old one elsewhere are of no use any more. */
  @Test
  void whatIsMissingIsMadeWhereNobodyGetsInWithoutIt() throws Exception {
    Finding missing = only();
    assertEquals(new KeytabReason.Missing(keytab), missing.reason());
    assertEquals(Rank.POSSIBLE, missing.rank());
    assertTrue(commands(missing).getFirst().contains("s/yes/no/"), missing::toString);
    assertFalse(isMade());
    configuration.add(NEEDED);
    List<String> commands = commands(only());
    assertEquals(
        List.of(
            "kadmin -q 'addprinc -randkey host/web.example'",
            "kadmin -q 'ktadd -k " + keytab + " host/web.example'"),
        commands.subList(0, 2));
    assertTrue(commands.get(2).contains("s/yes/no/"), commands::toString);
  }

  private boolean isMade() throws Exception {
    return commands(only()).stream().anyMatch(c -> c.startsWith("kadmin"));
  }

  /** Only what is harmless in two languages of words is put into one. */
  @Test
  void aNameThatKadminCouldTakeForMoreIsNotProposed() throws Exception {
    configuration.add(NEEDED);
    assertTrue(isMade());
    names = () -> List.of("web' -x ;");
    assertFalse(isMade());
    names = () -> List.of("web");
    keytab = folder.resolve("a b");
    assertFalse(isMade());
  }

  /** Of KRB5_KTNAME: it is another place in another folder, or an option of kadmin's. */
  @Test
  void noKeyIsPutIntoAPlaceThatDependsOnTheFolder() throws Exception {
    configuration.add(NEEDED);
    for (String place : List.of("no-such.keytab", "-no-such", "./-no-such")) {
      keytab = Path.of(place);
      assertFalse(isMade(), place);
    }
  }

  @Tag("H2")
  @Test
  void rootsKadminFollowsNobodysLink() throws Exception {
    configuration.add(NEEDED);
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, folder.resolve("nowhere"));
    keytab = link;
    assertFalse(isMade());
    assumeTrue(User.effectiveId() == 0, "root gives folders to others");
    Path theirs = Files.createDirectory(folder.resolve("theirs"));
    keytab = theirs.resolve("krb5.keytab");
    assertTrue(isMade());
    Files.setAttribute(theirs, "unix:uid", 4711);
    assertFalse(isMade());
    keytab = Path.of("no-such.keytab");
    assertFalse(isMade());
  }

  @Test
  void nobodyGetsInWhereEachListNeedsIt() throws Exception {
    configuration.add("AuthenticationMethods publickey,gssapi-with-mic gssapi-with-mic");
    assertEquals(Rank.CERTAIN, only().rank());
    configuration.set(2, "AuthenticationMethods publickey,gssapi-with-mic publickey,password");
    assertEquals(Rank.POSSIBLE, only().rank());
  }

  @Test
  void whatIsNoFileIsNamed() throws Exception {
    Files.createDirectory(keytab);
    assertEquals(new FileModeReason.NotAFile(keytab), only().reason());
  }

  @Test
  void whatIsNoKeytabIsNamed() throws Exception {
    Files.writeString(keytab, "nothing of the kind");
    mode("rw-------");
    assertEquals(
        new KeytabReason.NotAKeytab(keytab, "it does not begin with 05 02"), only().reason());
    write("host/web");
    Files.write(keytab, Arrays.copyOf(Files.readAllBytes(keytab), 30));
    assertInstanceOf(KeytabReason.NotAKeytab.class, only().reason());
  }

  /** Java reads these, so that sshd may take tickets with them. */
  @Test
  void whatIsOfAnotherFormOrTooLargeIsNotLookedInto() throws Exception {
    write("host/web");
    byte[] good = Files.readAllBytes(keytab);
    byte[] old = good.clone();
    old[1] = 1;
    Files.write(keytab, old);
    assertEquals(List.of(notSeen("it is of the older form 05 01")), unjudged());
    Files.write(keytab, Arrays.copyOf(good, (1 << 20) + 1));
    assertEquals(List.of(notSeen("it is larger than 1 MiB")), unjudged());
    String[] many = new String[10_001];
    Arrays.fill(many, "a");
    write(many);
    assertEquals(List.of(notSeen("it has more than 10000 entries")), unjudged());
  }

  private Step notSeen(String fault) {
    return Step.of(Mark.NOT_SEEN, Words.of("walk.keytab-not-seen", "file", keytab, "fault", fault));
  }

  private List<Step> unjudged() throws Exception {
    Report report = walk();
    assertEquals(List.of(), report.findings());
    return report.way();
  }

  /** Of the system, since only root can make one. */
  @Test
  void whatIsRootsIsNotSeenByOthers() throws Exception {
    keytab = Path.of("/etc/shadow").toRealPath();
    assumeTrue(!Files.isReadable(keytab), "root reads everything");
    KeytabReason reason = new KeytabReason.Unreadable(keytab, self.name(), "it is root's");
    Report report = walk();
    assertTrue(report.way().contains(Step.of(Mark.NOT_SEEN, reason)), report::toString);
    assertTrue(report.findings().stream().noneMatch(f -> f.reason().equals(reason)));
  }

  @Tag("B6")
  @Test
  void aPipeThatTookItsPlaceIsNotWaitedFor() throws Exception {
    Process mkfifo = new ProcessBuilder("mkfifo", "-m", "600", keytab.toString()).start();
    assertEquals(0, mkfifo.waitFor());
    Throwable why = assertThrows(IOException.class, () -> KeytabWalk.read(keytab));
    assertEquals("it is no file any more", why.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "no"})
  void anEmptyOneIsNamed(String strict) throws Exception {
    configuration.add("GSSAPIStrictAcceptorCheck " + strict);
    write();
    assertEquals(new KeytabReason.Empty(keytab), only().reason());
  }

  @Test
  void theKeyOfAnotherHostIsOfUseWhereItsNameDoesNotMatter() throws Exception {
    write("host/old.example", "HTTP/web.example");
    Report report = walk();
    Finding other = report.findings().getFirst();
    assertEquals(
        new KeytabReason.NotThisHost(keytab, List.of("host/web", "host/web.example")),
        other.reason());
    assertEquals(2, principals(report).size());
    List<String> commands = commands(other);
    assertTrue(commands.get(2).contains("GSSAPIStrictAcceptorCheck no"), commands::toString);
    configuration.add("GSSAPIStrictAcceptorCheck no");
    Report loose = walk();
    assertEquals(List.of(), loose.findings());
    assertTrue(principals(loose).stream().allMatch(p -> p.mark() == Mark.OK), loose::toString);
  }

  @Test
  void aHostWithoutANameIsNobodys() throws Exception {
    write("host/web");
    names =
        () -> {
          throw new UnknownHostException("web: unknown");
        };
    assertEquals(new LoginRefusal.Fault("own name", "web: unknown"), only().reason());
    configuration.add("GSSAPIStrictAcceptorCheck no");
    assertEquals(List.of(), walk().findings());
  }

  /** Whoever answers for the address may take his time. */
  @Test
  void theDnsIsNotAskedWhereNoNameMatters() throws Exception {
    List<String> asked = new ArrayList<>();
    names =
        () -> {
          asked.add("once");
          return List.of("web");
        };
    walk();
    assertEquals(List.of(), asked);
    configuration.add("GSSAPIStrictAcceptorCheck no");
    write("host/web");
    walk();
    assertEquals(List.of(), asked);
    write();
    walk();
    assertEquals(List.of("once"), asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
  void whatOthersCanUseIsARisk(String mode) throws Exception {
    write("host/web");
    mode(mode);
    Finding open = only();
    assertInstanceOf(KeytabReason.TooOpen.class, open.reason());
    assertEquals(Rank.RISK, open.rank());
    mended(open);
  }

  @Test
  void soIsOneOfSomebodyElses() throws Exception {
    assumeTrue(User.effectiveId() == 0, "root gives files to others");
    write("host/web");
    Files.setAttribute(keytab, "unix:uid", 4711);
    Finding open = only();
    assertEquals(new KeytabReason.NotRoots(keytab, "4711"), open.reason());
    mended(open);
  }

  /** What is changed is the file, and not the link. */
  @Test
  void whatALinkLeadsToIsMended() throws Exception {
    write("host/web");
    Path file = keytab;
    keytab = Files.createSymbolicLink(folder.resolve("link"), file);
    mode("rw-r-----");
    Finding open = only();
    assertEquals(new KeytabReason.TooOpen(file, 0640), open.reason());
    mended(open);
    if (User.effectiveId() == 0) {
      Files.setAttribute(file, "unix:uid", 4711);
      mended(only());
      assertEquals(0, Files.getAttribute(file, "unix:uid"));
    }
  }

  private void mended(Finding finding) throws Exception {
    for (String command : commands(finding)) {
      Process sh = new ProcessBuilder("sh", "-c", command).inheritIO().start();
      assertEquals(0, sh.waitFor(), command);
    }
    assertEquals(List.of(), walk().findings());
  }

  @Test
  void whatCannotBeReadIsForTheServersUserToKnow() throws Exception {
    assumeTrue(User.effectiveId() != 0, "root reads everything");
    write("host/web");
    mode("---------");
    Reason own = only().reason();
    assertEquals(
        new KeytabReason.Unreadable(keytab, self.name(), "it belongs to " + self.name()), own);
  }

  @Test
  void everyReasonHasOneLine() {
    Path path = Path.of("/a\nb");
    for (Reason reason :
        List.of(
            new KeytabReason.Missing(path),
            new KeytabReason.Unreadable(path, "u\n", "x\n"),
            new KeytabReason.NotRoots(path, "o\n"),
            new KeytabReason.TooOpen(path, 0644),
            new KeytabReason.NotAKeytab(path, "x\n"),
            new KeytabReason.Empty(path),
            new KeytabReason.NotThisHost(path, List.of("host/\n")))) {
      assertFalse(reason.summary().contains("\n"), reason::summary);
      assertFalse(reason.remedy().orElse("").contains("\n"), reason::summary);
    }
  }
}
