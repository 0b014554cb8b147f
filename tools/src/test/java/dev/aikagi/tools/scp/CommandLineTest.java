package dev.aikagi.tools.scp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.tools.Fatal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  private static CommandLine parse(String... words) throws Fatal {
    PrintStream errors = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return CommandLine.parse(List.of(words), errors);
  }

  /** As OpenSSH's scp starts its ssh, word for word. */
  @Test
  void whatIsForSsh() throws Fatal {
    CommandLine line =
        parse("-A4C", "-c", "aes128-ctr", "-F", "cf", "-i", "id", "-o", "X=y", "-qB", "a", "h:");
    assertEquals(
        List.of(
            "-x",
            "-oPermitLocalCommand=no",
            "-oClearAllForwardings=yes",
            "-oRemoteCommand=none",
            "-oRequestTTY=no",
            "-A",
            "-4",
            "-C",
            "-c",
            "aes128-ctr",
            "-F",
            "cf",
            "-i",
            "id",
            "-o",
            "X=y",
            "-q",
            "-oBatchmode=yes",
            "-oForwardAgent=no"),
        line.forSsh());
    assertEquals(
        List.of("-x", "-oClearAllForwardings=yes", "-n", "-A"), line.forDirect().subList(0, 4));
    assertFalse(line.intoFolder());
  }

  @Test
  void theOtherEndGetsTheFlags() throws Fatal {
    assertEquals("scp -v -r -p -d", parse("-prv", "a", "b", "h:").remoteCommand());
    assertEquals("scp", parse("-O", "a", "h:").remoteCommand());
    assertTrue(parse("a", "b", "c").intoFolder());
  }

  @Test
  void theServersEnd() throws Fatal {
    assertEquals(CommandLine.Role.RECEIVER, parse("-r", "-t", "--", "-x").role());
    assertEquals(CommandLine.Role.SENDER, parse("-f", "a", "b", "c").role());
    assertFalse(parse("-f", "a", "b", "c").intoFolder());
  }

  @ParameterizedTest
  @CsvSource({
    "a, 1",
    "-Z a b, 1",
    "-l 0 a b, 1",
    "-1 a b, 255",
    "-P 0 a b, 255",
    "-P x a b, 255",
    "-X x=1 a b, 255",
    "-X nrequests=0 a b, 255",
    "-X buffer=x a b, 255"
  })
  void wrongOnes(String words, int status) {
    Fatal fatal = assertThrows(Fatal.class, () -> parse(words.split(" ")));
    assertEquals(status, fatal.status());
  }
}
