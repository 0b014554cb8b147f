package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.tools.sshd.SshdOptions.BadUsageException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SshdOptionsTest {
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final PrintStream errors = new PrintStream(told, true, StandardCharsets.UTF_8);

  private SshdOptions parse(String... words) throws BadUsageException {
    return SshdOptions.parse(List.of(words), errors);
  }

  private int run(String... words) {
    return Sshd.run(List.of(words), errors, errors);
  }

  private String told() {
    return told.toString(StandardCharsets.UTF_8);
  }

  @Test
  void flagsInClustersAndWithValues() throws Exception {
    SshdOptions o =
        parse("-4De", "-p22", "-p", "2222", "-oUsePAM=no", "-h", "/k", "-f/c", "-ddd", "-d");
    assertEquals(List.of(22, 2222), o.ports());
    assertEquals(List.of("UsePAM=no"), o.options());
    assertEquals(List.of("/k"), o.hostKeys());
    assertEquals(Optional.of("/c"), o.configFile());
    assertEquals(Optional.of("inet"), o.family());
    assertEquals(3, o.debugLevel());
    assertTrue(o.stayInForeground() && o.logToStderr());
  }

  @Test
  void faultsAreToldAsSshdTellsThem() {
    assertEquals(1, run("-z"));
    assertTrue(told().startsWith("unknown option -- z\n"), told());
    assertTrue(told().contains("usage: sshd [-46DdeGiqTtV]"), told());
    told.reset();
    assertEquals(1, run("-p", "99999"));
    assertEquals("Bad port number.\n", told());
    told.reset();
    assertEquals(1, run("-t", "more"));
    assertEquals("Extra argument more.\n", told());
    told.reset();
    assertEquals(1, run("-f", "/nonexistent/config"));
    assertEquals("/nonexistent/config: No such file or directory\n", told());
  }

  @Test
  void portsMustBePorts() {
    for (String port : List.of("0", "-1", "65536", "x", "", "22x")) {
      assertThrows(BadUsageException.class, () -> parse("-p", port), port);
    }
  }

  @Test
  void theOptionsOfOldAreIgnored() throws Exception {
    SshdOptions o = parse("-b", "768", "-k", "1h", "-Q", "-r", "-u", "64");
    assertEquals(List.of(), o.ports());
    assertThrows(BadUsageException.class, () -> parse("-R"));
    assertThrows(BadUsageException.class, () -> parse("-u", "x"));
  }
}
