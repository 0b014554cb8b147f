package dev.aikagi.tools.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.key.FingerprintHash;
import dev.aikagi.tools.Fatal;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentLineTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private AgentLine parse(String line) throws Fatal {
    List<String> words = line.isEmpty() ? List.of() : List.of(line.split(" ", -1));
    return AgentLine.parse(words, new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  @Test
  void optionsAndACommand() throws Fatal {
    AgentLine line = parse("-TU -a sock -E md5 -O no-restrict-websafe -P /opt/* -t 1h30m cmd -t x");
    assertTrue(line.has('T') && line.has('U'));
    assertFalse(line.isForeground());
    assertEquals(Optional.of("sock"), line.socket());
    assertEquals(FingerprintHash.MD5, line.settings().hash());
    assertEquals(Optional.empty(), line.settings().sshApplications());
    assertEquals("/opt/*", line.settings().allowedProviders());
    assertEquals(5400, line.settings().lifetime());
    assertEquals(List.of("cmd", "-t", "x"), line.command());
    assertTrue(parse("-d").isForeground());
    assertEquals(2, parse("-u -u").cleanings());
    assertEquals(2, parse("-uu").cleanings());
  }

  @Test
  void withoutOptions() throws Fatal {
    KeeperSettings settings = parse("").settings();
    assertEquals(Optional.of("ssh:*"), settings.sshApplications());
    assertEquals(0, settings.lifetime());
    assertFalse(settings.remoteProviders());
    assertTrue(settings.keyring().lifetime().isEmpty());
    assertTrue(parse("-O allow-remote-pkcs11").settings().remoteProviders());
    assertEquals(
        Optional.of("ssh:*,a"), parse("-O websafe-allow=ssh:*,a").settings().sshApplications());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-cs", "-sc", "-dD", "-dd", "-x", "-t", "-D cmd", "-k cmd", "-s cmd"})
  void wrongLinesAreAnsweredWithTheUsage(String line) {
    assertEquals(1, assertThrows(Fatal.class, () -> parse(line)).status());
    assertTrue(said.toString(StandardCharsets.UTF_8).contains("usage: ssh-agent "));
  }

  @Test
  void wrongValuesAreNamed() {
    for (String[] c :
        new String[][] {
          {"-E foo", "Invalid hash algorithm \"foo\""},
          {"-O foo", "Unknown -O option"},
          {"-P a -P b", "-P option already specified"},
        }) {
      Fatal fatal = assertThrows(Fatal.class, () -> parse(c[0]));
      assertEquals(c[1], fatal.text());
      assertEquals(255, fatal.status());
    }
    assertThrows(Fatal.class, () -> parse("-t foo"));
    assertTrue(said.toString(StandardCharsets.UTF_8).startsWith("Invalid lifetime\nusage: "));
  }

  @Test
  void settingsGoToTheOtherProcess() throws Exception {
    for (String line :
        List.of("", "-O no-restrict-websafe -t 7 -E md5", "-P é -O allow-remote-pkcs11")) {
      KeeperSettings settings = parse(line).settings();
      WireWriter out = new WireWriter();
      settings.write(out);
      assertEquals(settings, KeeperSettings.read(new WireReader(out.toArray())));
    }
  }
}
