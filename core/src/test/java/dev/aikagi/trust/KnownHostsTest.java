package dev.aikagi.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.trust.HostKeyDecision.AddressStatus;
import dev.aikagi.trust.HostKeyDecision.Changed;
import dev.aikagi.trust.HostKeyDecision.Known;
import dev.aikagi.trust.HostKeyDecision.Revoked;
import dev.aikagi.trust.HostKeyDecision.Unknown;
import dev.aikagi.trust.KnownHosts.Query;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KnownHostsTest {
  private static final PublicKey KEY = KeyGenerator.ed25519().publicKey();
  private static final PublicKey OTHER = KeyGenerator.ed25519().publicKey();
  private static final PublicKey ECDSA = KeyGenerator.ecdsa(256).publicKey();

  private static KnownHostsFile file(String... lines) {
    return KnownHostsFile.parse(
        "kh", (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  private static KnownHosts hosts(String... lines) {
    return new KnownHosts(List.of(file(lines)));
  }

  private static HostKeyDecision decide(String line, String host, int port) {
    return hosts(line).decide(new Query(host, port), KEY);
  }

  @Test
  void knownByEveryFormOfName() {
    String key = " " + KEY.line();
    assertInstanceOf(Known.class, decide("h" + key, "h", 22));
    assertInstanceOf(Known.class, decide("h" + key, "H", 22));
    assertInstanceOf(Known.class, decide("H" + key, "h", 22));
    assertInstanceOf(Known.class, decide("a,h,b" + key + " comment", "h", 22));
    assertInstanceOf(Known.class, decide("*.example" + key, "x.example", 22));
    assertInstanceOf(Known.class, decide("[h]:2222" + key, "h", 2222));
    assertInstanceOf(Known.class, decide("\t h \t" + key, "h", 22));
    assertInstanceOf(
        Known.class, decide(KnownHostsEdit.line("[h]:2222", null, KEY, true).trim(), "h", 2222));
    assertInstanceOf(Unknown.class, decide("*.example,!x.example" + key, "x.example", 22));
    assertInstanceOf(Unknown.class, decide("[h]:2222" + key, "h", 22));
    assertInstanceOf(Unknown.class, decide("[h]:2222" + key, "h", 2223));
  }

  /** A line that ssh-keygen -H of OpenSSH 9.2 wrote. */
  @Test
  void hashesOfOpensshAreRead() {
    HashedName name =
        HashedName.parse("|1|vAhWfPmXsWXXRCp2/zs0CLxyPJg=|JxsIWDTpPJCrhWMr58lxDltraMM=")
            .orElseThrow();
    assertTrue(name.matches("localhost"));
    assertFalse(name.matches("localhosu"));
    for (String bad :
        List.of("|1|", "|1|x", "|1|AAAA|AAAA", "|2|AAAA|AAAA", "|1|!|!", "|1||AAAA")) {
      assertTrue(HashedName.parse(bad).isEmpty(), bad);
    }
  }

  @Test
  void anotherPortCountsWithTheSameKeyOnly() {
    Known known = assertInstanceOf(Known.class, decide("h " + KEY.line(), "h", 2222));
    assertTrue(known.withoutPort());
    assertInstanceOf(Unknown.class, decide("h " + OTHER.line(), "h", 2222));
    assertInstanceOf(
        Unknown.class, hosts("h " + KEY.line()).decide(new Query("other", 2222, null, true), KEY));
    assertInstanceOf(
        Known.class, hosts("h " + KEY.line()).decide(new Query("h", 2222, null, true), KEY));
  }

  @Test
  void aChangedKeyIsShownWithItsLine() {
    Changed changed =
        assertInstanceOf(
            Changed.class,
            hosts("# c", "h " + OTHER.line(), "x " + KEY.line(), "h " + ECDSA.line())
                .decide(new Query("h", 22), KEY));
    assertEquals(4, changed.offending().line());
    assertEquals(List.of(2, 4), changed.others().stream().map(HostKeyPlace::line).toList());
    assertFalse(changed.otherTypesOnly());
    assertEquals("kh:4", changed.offending().place());
    assertTrue(changed.remedy().orElseThrow().contains("ssh-keygen -f 'kh' -R 'h'"));
  }

  @Test
  @Tag("D2")
  void revokedOutweighsEverything() {
    String[] lines = {"h " + KEY.line(), "@revoked * " + KEY.line()};
    assertEquals(
        2,
        assertInstanceOf(Revoked.class, hosts(lines).decide(new Query("h", 22), KEY))
            .place()
            .line());
    assertInstanceOf(
        Revoked.class, hosts(lines).decide(new Query("g", 22), KEY), "also for unknown hosts");
    assertInstanceOf(
        Revoked.class,
        hosts("@revoked h " + KEY.line(), "[h]:2222 " + OTHER.line())
            .decide(new Query("h", 2223), KEY),
        "also without the port");
    assertInstanceOf(
        Revoked.class,
        hosts("h " + KEY.line(), "@revoked 10.0.0.1 " + KEY.line())
            .decide(new Query("h", 22, "10.0.0.1", false), KEY),
        "also by the address");
    assertInstanceOf(
        Known.class,
        hosts("h " + KEY.line(), "@revoked * " + OTHER.line()).decide(new Query("h", 22), KEY));
    // In another file too.
    assertInstanceOf(
        Revoked.class,
        new KnownHosts(List.of(file("h " + KEY.line()), file("@revoked * " + KEY.line())))
            .decide(new Query("h", 22), KEY));
  }

  @Test
  @Tag("D2")
  void anAuthoritysKeyIsNoHostKey() {
    assertInstanceOf(
        Unknown.class, hosts("@cert-authority * " + KEY.line()).decide(new Query("h", 22), KEY));
  }

  @Test
  void theAddressIsCheckedBesides() {
    Query query = new Query("h", 22, "10.0.0.1", false);
    assertInstanceOf(
        AddressStatus.New.class,
        assertInstanceOf(Known.class, hosts("h " + KEY.line()).decide(query, KEY)).address());
    assertInstanceOf(
        AddressStatus.Known.class,
        assertInstanceOf(Known.class, hosts("h,10.0.0.1 " + KEY.line()).decide(query, KEY))
            .address());
    AddressStatus.Differs differs =
        assertInstanceOf(
            AddressStatus.Differs.class,
            assertInstanceOf(
                    Known.class,
                    hosts("h " + KEY.line(), "10.0.0.1 " + OTHER.line()).decide(query, KEY))
                .address());
    assertEquals(2, differs.offending().line());
  }

  @Test
  void anUnknownHostShowsWhereItsKeyIsKnown() {
    Unknown unknown =
        assertInstanceOf(
            Unknown.class,
            hosts("g " + KEY.line(), "x " + OTHER.line(), "y,z " + KEY.line())
                .decide(new Query("h", 22), KEY));
    assertEquals(
        List.of("g", "y,z"), unknown.otherNames().stream().map(HostKeyPlace::hosts).toList());
  }

  /** Broken lines are kept and reported, and vouch for nobody. */
  @Test
  @Tag("D1")
  void brokenLinesAreKept() {
    String base64 = KEY.line().split(" ", 2)[1];
    String[] broken = {
      "h",
      "h ",
      "h ssh-ed25519",
      "h ssh-new " + base64,
      "h ssh-rsa " + base64,
      "h ssh-ed25519 " + base64.substring(2),
      "@unknown h " + KEY.line(),
      "@revoked @revoked h " + KEY.line(),
      "@revoked",
      "|1|bad|bad " + KEY.line(),
      "h 1024 35 12345"
    };
    KnownHostsFile file = file(broken);
    assertEquals(broken.length, file.faulty().size());
    for (String line : broken) {
      assertInstanceOf(Unknown.class, decide(line, "h", 22), line);
    }
    assertEquals(String.join("\n", broken) + "\n", KnownHostsEdit.removed(file, "nobody").text());
  }

  @Test
  void anyBytesAreKept() {
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      KnownHostsFile file = KnownHostsFile.parse("kh", bytes);
      new KnownHosts(List.of(file)).decide(new Query("h", 22), KEY);
      byte[] kept = KnownHostsEdit.removed(file, "h").bytes();
      int length = bytes.length;
      assertEquals(
          new String(bytes, StandardCharsets.ISO_8859_1)
              + (length == 0 || bytes[length - 1] == '\n' ? "" : "\n"),
          new String(kept, StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void hostsAreRemovedButMarkersStay() {
    KnownHostsFile file =
        file("a,h " + KEY.line(), "@revoked h " + OTHER.line(), "# c", "x " + KEY.line());
    KnownHostsEdit edit = KnownHostsEdit.removed(file, "h");
    assertEquals("@revoked h " + OTHER.line() + "\n# c\nx " + KEY.line() + "\n", edit.text());
    assertEquals(1, edit.removed().size());
    assertEquals(1, edit.kept().size());
    assertTrue(edit.changed());
    assertFalse(KnownHostsEdit.removed(file, "nobody").changed());
  }

  @Test
  void namesAreHashedOneByOne() {
    KnownHostsFile file =
        file("a,B " + KEY.line() + " c", "*.x " + KEY.line(), "@revoked r " + KEY.line());
    KnownHostsEdit edit = KnownHostsEdit.hashed(file);
    KnownHostsFile hashed = KnownHostsFile.parse("kh", edit.bytes());
    assertEquals(4, hashed.lines().size());
    for (String name : List.of("a", "b", "1.x", "r")) {
      assertEquals(1, hashed.find(name).size(), name);
    }
    assertEquals("c", hashed.find("a").getFirst().comment());
    assertEquals(1, edit.skipped().size());
    assertEquals(edit.text(), KnownHostsEdit.hashed(hashed).text(), "twice is once");
  }

  /** As ssh-keygen -F takes a host: of a hash nobody knows which letters it was made of. */
  @Test
  void aHashIsOfTheLettersAsGiven() {
    String line = KnownHostsEdit.line("host", null, KEY, true);
    KnownHostsFile.Line.Entry entry = file(line.strip()).find("host").getFirst();
    assertTrue(entry.matches("HOST"));
    assertTrue(entry.matchesAsGiven("host"));
    assertFalse(entry.matchesAsGiven("HOST"));
    assertTrue(file("Host " + KEY.line()).find("host").getFirst().matchesAsGiven("hOST"));
  }

  @Test
  void namesAreHashedUpToAnEmptyOne() {
    assertEquals(1, file("a,,b " + KEY.line()).find("a").getFirst().hashedLines().lines().count());
  }

  @Test
  @Tag("D3")
  void keysAreReplacedByThoseProven() {
    KnownHostsFile file = file("h " + KEY.line(), "h " + OTHER.line(), "g " + OTHER.line());
    KnownHostsEdit edit = KnownHostsEdit.replaced(file, "h", null, List.of(KEY, ECDSA), false);
    assertEquals(
        "h " + KEY.line() + "\ng " + OTHER.line() + "\nh " + ECDSA.line() + "\n", edit.text());
    assertEquals(List.of(ECDSA), edit.added());
  }

  @Test
  void linesAreAppendedOnTheirOwn() {
    assertEquals("h " + KEY.line() + "\n", KnownHostsEdit.line("H", null, KEY, false));
    assertEquals(
        "h,10.0.0.1 " + KEY.line() + "\n", KnownHostsEdit.line("h", "10.0.0.1", KEY, false));
    assertEquals("\nx\n", KnownHostsEdit.appended(new byte[] {'a'}, "x\n"));
    assertEquals("x\n", KnownHostsEdit.appended(new byte[] {'\n'}, "x\n"));
    assertEquals(2, KnownHostsEdit.line("h", "10.0.0.1", KEY, true).lines().count());
  }

  /** The proposal must not tell whether the host is known, but for a key that is known. */
  @Test
  @Tag("D3")
  void orderOfTheProposal() {
    List<PublicKeyAlgorithm> preferred = PublicKeyAlgorithm.DEFAULT;
    Query query = new Query("h", 22);
    assertEquals(preferred, hosts().order(preferred, query));
    assertEquals(preferred, hosts("h " + KEY.line()).order(preferred, query));
    assertEquals(preferred, hosts("h " + ECDSA.line(), "h " + KEY.line()).order(preferred, query));
    List<PublicKeyAlgorithm> ecdsaFirst = hosts("h " + ECDSA.line()).order(preferred, query);
    assertEquals(
        List.of(
            PublicKeyAlgorithm.ECDSA_SHA2_NISTP256_CERT,
            PublicKeyAlgorithm.ECDSA_SHA2_NISTP256,
            PublicKeyAlgorithm.SSH_ED25519_CERT),
        ecdsaFirst.subList(0, 3));
    assertEquals(preferred.size(), ecdsaFirst.size());
    assertEquals(preferred, hosts("@revoked h " + ECDSA.line()).order(preferred, query));
    List<PublicKeyAlgorithm> plainFirst = new ArrayList<>(preferred.reversed());
    List<PublicKeyAlgorithm> certified =
        hosts("@cert-authority h " + ECDSA.line()).order(plainFirst, query);
    assertEquals(
        plainFirst.stream().filter(a -> a.keyType().certificate()).toList(),
        certified.subList(0, 9),
        "all certificates, whatever the authority's type");
    assertEquals(plainFirst, hosts("@cert-authority x " + ECDSA.line()).order(plainFirst, query));
  }

  /** OpenSSH 9.2 writes the alias BÜro as the bytes of bÜro, and finds it again. */
  @Test
  void namesAreBytes() {
    for (boolean hash : new boolean[] {false, true}) {
      String line = KnownHostsEdit.line("BÜro", null, KEY, hash);
      byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
      KnownHostsFile file = KnownHostsFile.parse("kh", bytes);
      assertEquals(1, file.find("BÜro").size());
      assertEquals(1, file.find(KnownHostsFile.name("BÜro", 22)).size());
      assertEquals(0, file.find("büro").size());
      assertEquals(
          1, KnownHostsFile.parse("kh", KnownHostsEdit.hashed(file).bytes()).find("bÜro").size());
      if (!hash) {
        assertTrue(new String(bytes, StandardCharsets.UTF_8).startsWith("bÜro "));
      }
    }
  }

  /** The one key of a host with such a name must not vouch for others. */
  @Test
  void aNameThatIsAPatternIsHashed() {
    for (String name : List.of("*", "a?b", "!a", "a,b", "@revoked", "|1|a", "#a", "", "a b")) {
      String line = KnownHostsEdit.line(name, null, KEY, false);
      assertTrue(line.startsWith("|1|"), name);
      assertEquals(1, file(line.strip()).find(name).size(), name);
      assertEquals(0, file(line.strip()).find("axb").size(), name);
    }
    assertEquals(2, KnownHostsEdit.line("h", "*", KEY, false).lines().count());
  }
}
