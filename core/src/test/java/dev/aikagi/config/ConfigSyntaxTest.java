package dev.aikagi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.config.AlgorithmNames.Kind;
import dev.aikagi.config.ConfigSyntax.Fault;
import dev.aikagi.config.ConfigSyntax.Meaning;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigSyntaxTest {
  private final TestSurroundings surroundings = new TestSurroundings();

  private Optional<Fault> fault(ConfigSyntax syntax, String line) {
    return syntax.fault(
        ConfigSyntax.statement(line).orElseThrow(), surroundings, AlgorithmNames.OPENSSH_SERVER);
  }

  @Test
  void aNameMeansWhatItMeansInItsLanguage() {
    assertEquals(
        Optional.of(new Meaning.Sets(ServerKeywords.TCP_KEEP_ALIVE)),
        ConfigSyntax.SERVER.meaning("KeepAlive"));
    assertEquals(Optional.of(new Meaning.Gone()), ConfigSyntax.SERVER.meaning("Protocol"));
    assertEquals(Optional.of(new Meaning.Gone()), ConfigSyntax.SERVER.meaning("UseLogin"));
    assertEquals(Optional.of(new Meaning.Absent()), ConfigSyntax.CLIENT.meaning("PKCS11Provider"));
    assertEquals(Optional.of(new Meaning.Opens("host")), ConfigSyntax.CLIENT.meaning("HOST"));
    assertEquals(Optional.empty(), ConfigSyntax.SERVER.meaning("Host"));
    assertTrue(ConfigSyntax.CLIENT.names().contains("identityfile2"));
  }

  @Test
  void eachKindOfFaultIsTold() {
    assertEquals(Optional.of(new Fault.NoArgument()), fault(ConfigSyntax.SERVER, "X11Forwarding"));
    assertEquals(Optional.of(new Fault.OpenQuote()), fault(ConfigSyntax.SERVER, "Banner \"x"));
    assertEquals(
        Optional.of(new Fault.ExtraWords(List.of("33"))),
        fault(ConfigSyntax.SERVER, "Port 22 33 # x"));
    assertInstanceOf(
        Fault.BadArgument.class, fault(ConfigSyntax.SERVER, "UseDNS maybe").orElseThrow());
    assertInstanceOf(
        Fault.BadArgument.class, fault(ConfigSyntax.SERVER, "Match Usr a").orElseThrow());
    assertInstanceOf(
        Fault.BadArgument.class, fault(ConfigSyntax.CLIENT, "Match foo").orElseThrow());
    assertEquals(Optional.empty(), fault(ConfigSyntax.SERVER, "Match User a Address 192.0.2.0/24"));
    assertEquals(Optional.empty(), fault(ConfigSyntax.SERVER, "UseDNS no # a remark"));
  }

  @Test
  void noCommandIsRunToCheckALine() {
    assertEquals(Optional.empty(), fault(ConfigSyntax.CLIENT, "Match exec \"rm -r %h\""));
    assertEquals(List.of(), surroundings.executed);
  }

  @Test
  void theWordsOfAChoiceAreKnown() {
    assertEquals(
        List.of("yes", "no"), ConfigSyntax.SERVER.choices(ServerKeywords.PASSWORD_AUTHENTICATION));
    assertTrue(
        ConfigSyntax.SERVER
            .choices(ServerKeywords.PERMIT_ROOT_LOGIN)
            .containsAll(List.of("prohibit-password", "without-password", "no")));
    assertTrue(ConfigSyntax.SERVER.choices(ServerKeywords.LOG_LEVEL).contains("VERBOSE"));
    assertEquals(List.of(), ConfigSyntax.SERVER.choices(ServerKeywords.PORT));
  }

  @Test
  void aListOfAlgorithmsIsWorkedOut() {
    assertEquals(Optional.of(Kind.MAC), ConfigSyntax.algorithms(ServerKeywords.MACS));
    assertEquals(Optional.empty(), ConfigSyntax.algorithms(ServerKeywords.PORT));
    assertEquals(
        List.of(), ConfigSyntax.resolved(Kind.CIPHER, "-*", AlgorithmNames.OPENSSH_SERVER));
  }
}
