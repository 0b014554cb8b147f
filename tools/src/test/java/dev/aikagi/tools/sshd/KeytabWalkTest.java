package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
  private static final String KEY = "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk";

  @TempDir private Path folder;

  private User self;
  private Path keytab;
  private PrincipalAccess.OwnNames names = () -> List.of("web", "web.example");
  private final List<String> configuration = new ArrayList<>();

  @BeforeEach
  void prepare() throws Exception {
    self = User.withId(User.effectiveId()).orElseThrow();
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
    many[0] = "host/web";
    write(many);
    List<Step> shown = principals(walk());
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

  @Test
  void whatIsMissingIsMade() throws Exception {
    Finding missing = only();
    assertEquals(new KeytabReason.Missing(keytab), missing.reason());
    assertEquals(Rank.POSSIBLE, missing.rank());
    List<String> commands = commands(missing);
    assertEquals(
        List.of(
            "kadmin -q 'addprinc -randkey host/web.example'",
            "kadmin -q 'ktadd -k " + keytab + " host/web.example'"),
        commands.subList(0, 2));
    assertTrue(commands.get(2).contains("s/yes/no/"), commands::toString);
  }

  /** Only what is harmless in two languages of words is put into one. */
  @Test
  void aNameThatKadminCouldTakeForMoreIsNotProposed() throws Exception {
    names = () -> List.of("web' -x ;");
    assertFalse(commands(only()).stream().anyMatch(c -> c.startsWith("kadmin")));
    names = () -> List.of("web");
    keytab = folder.resolve("a b");
    assertFalse(commands(only()).stream().anyMatch(c -> c.startsWith("kadmin")));
  }

  @Tag("H2")
  @Test
  void rootsKadminFollowsNobodysLink() throws Exception {
    assumeTrue(User.effectiveId() == 0, "root gives folders to others");
    Path theirs = Files.createDirectory(folder.resolve("theirs"));
    Files.setAttribute(theirs, "unix:uid", 4711);
    keytab = theirs.resolve("krb5.keytab");
    assertFalse(commands(only()).stream().anyMatch(c -> c.startsWith("kadmin")));
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
    assertEquals(new KeytabReason.TooOpen(keytab, "4711", 0600), open.reason());
    mended(open);
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
            new KeytabReason.Unreadable(path, "u\n", "x"),
            new KeytabReason.TooOpen(path, "o\n", 0644),
            new KeytabReason.NotAKeytab(path, "x\n"),
            new KeytabReason.Empty(path),
            new KeytabReason.NotThisHost(path, List.of("host/\n")))) {
      assertFalse(reason.summary().contains("\n"), reason::summary);
      assertFalse(reason.remedy().orElse("").contains("\n"), reason::summary);
    }
  }
}
