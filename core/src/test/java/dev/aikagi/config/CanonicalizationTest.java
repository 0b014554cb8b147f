package dev.aikagi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** CanonicalizeHostname and its kin, with a name server of the test's own. */
class CanonicalizationTest {
  private static final String DOMAINS =
      "CanonicalizeHostname yes\nCanonicalDomains one.example two.example\n";

  private final List<String> said = new ArrayList<>();

  private ClientConfig config(String host, String text, Directory names) throws ConfigException {
    ClientConfigReader reader =
        new ClientConfigReader(
            host, new TestSurroundings(), AlgorithmNames.OPENSSH_CLIENT, d -> said.add(d.text()));
    ConfigText.client(reader, text);
    reader.resolveHost(names);
    if (reader.wantsFinalPass()) {
      reader.startFinalPass();
      ConfigText.client(reader, text);
    }
    return reader.finish();
  }

  private static Directory names(String... pairs) {
    Map<String, String> map = new java.util.HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return Directory.of(map);
  }

  @Test
  void aShortNameIsFoundInTheFirstDomainThatHasIt() throws ConfigException {
    Directory names = names("srv.two.example.", "srv.two.example");
    ClientConfig config = config("SRV", DOMAINS, names);
    assertEquals("srv.two.example", config.host());
    assertEquals(List.of("srv.one.example.", "srv.two.example."), names.asked());
    assertEquals("SRV", config.originalHost());
    assertTrue(said.contains("Canonicalized hostname \"srv\" => \"srv.two.example\""));
    assertTrue(said.contains("hostname canonicalisation enabled, will re-parse configuration"));
    assertTrue(said.contains("re-parsing configuration"));
  }

  @Test
  void nothingIsAskedUnlessItIsWanted() throws ConfigException {
    Directory names = names("srv.one.example.", "srv.one.example");
    assertEquals("srv", config("srv", "CanonicalDomains one.example\n", names).host());
    assertTrue(names.asked().isEmpty());
  }

  @Test
  void theSecondPassSeesTheCanonicalName() throws ConfigException {
    String text =
        DOMAINS
            + """
            Match canonical host srv.one.example
              Port 7
            Host srv.one.example
              User there
            Host srv
              Compression yes
            """;
    ClientConfig config = config("srv", text, names("srv.one.example.", "srv.one.example"));
    assertEquals(7, config.value(ClientKeywords.PORT));
    assertEquals("there", config.user());
    assertEquals("yes", config.value(ClientKeywords.COMPRESSION));
  }

  @Test
  void dotsLimitWhatCountsAsShort() throws ConfigException {
    Directory names = names("a.b.one.example.", "a.b.one.example");
    assertEquals("a.b.one.example", config("a.b", DOMAINS, names).host());
    Directory none = Directory.empty();
    assertEquals("a.b.c", config("a.b.c", DOMAINS, none).host());
    assertTrue(none.asked().isEmpty());
    assertEquals("a.b", config("a.b", "CanonicalizeMaxDots 0\n" + DOMAINS, none).host());
    assertTrue(none.asked().isEmpty());
  }

  @Test
  void aDotAtTheEndMeansTheNameIsWhole() throws ConfigException {
    Directory names = names("srv.example.", "srv.example");
    assertEquals("srv.example", config("srv.example.", DOMAINS, names).host());
    assertEquals(List.of("srv.example."), names.asked());
  }

  @Test
  void aNameThatIsNowhereFallsBackOrStops() throws ConfigException {
    assertEquals("srv", config("srv", DOMAINS, Directory.empty()).host());
    ConfigException e =
        assertThrows(
            ConfigException.class,
            () -> config("srv", DOMAINS + "CanonicalizeFallbackLocal no\n", Directory.empty()));
    assertEquals("ssh: Could not resolve host \"srv\"", e.getMessage());
  }

  @Test
  void aliasesAreFollowedOnlyAsFarAsTheyArePermitted() throws ConfigException {
    Directory names = names("www.one.example.", "web7.two.example");
    assertEquals("www.one.example", config("www", DOMAINS, names).host());
    String rule = "CanonicalizePermittedCNAMEs *.one.example:*.two.example\n";
    assertEquals("web7.two.example", config("www", DOMAINS + rule, names).host());
    String other = "CanonicalizePermittedCNAMEs *.one.example:*.three.example\n";
    assertEquals("www.one.example", config("www", DOMAINS + other, names).host());
    // Without domains, too: the rule alone is a reason to ask.
    Directory bare = names("www.one.example", "web7.two.example");
    assertEquals("web7.two.example", config("www.one.example", rule, bare).host());
    assertFalse(bare.asked().isEmpty());
  }

  /** The target of an alias comes from the network: it must pass what a typed name must. */
  @Test
  void anAliasToAHostileNameIsNotFollowed() throws ConfigException {
    for (String target : List.of("-oproxycommand=x", "a;b", "$(x)", "a b", "a\u001b[0m")) {
      Directory names = names("www.one.example.", target);
      String text = DOMAINS + "CanonicalizePermittedCNAMEs *:*\n";
      assertEquals("www.one.example", config("www", text, names).host(), target);
    }
  }

  @Test
  void aProxyKeepsTheNameUnlessAlwaysIsSaid() throws ConfigException {
    Directory names = names("srv.one.example.", "srv.one.example");
    String proxy = "ProxyCommand nc %h %p\n";
    assertEquals("srv", config("srv", DOMAINS + proxy, names).host());
    assertTrue(names.asked().isEmpty());
    String always = "CanonicalizeHostname always\n" + DOMAINS;
    assertEquals("srv.one.example", config("srv", always + proxy, names).host());
  }

  @Test
  void addressesGetTheirUsualSpelling() throws ConfigException {
    assertEquals("127.0.0.1", config("127.1", "", Directory.empty()).host());
  }

  /** Hostname's %h is the name that was typed; a percent sign in the result means itself. */
  @Test
  void theRealNameIsNotExpandedAgain() throws ConfigException {
    assertEquals("a%h", config("a%h", "Match final\nHostname %h\n", Directory.empty()).host());
  }
}
