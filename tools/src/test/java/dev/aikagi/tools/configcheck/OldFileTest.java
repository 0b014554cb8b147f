package dev.aikagi.tools.configcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.tools.explain.Fix;
import dev.aikagi.tools.explain.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldFileTest {
  @TempDir Path folder;

  @Test
  void aFileOf2013BecomesOneOfToday() throws IOException {
    Scene scene = new Scene(folder).person("jo");
    Path file = folder.resolve("sshd_config");
    Report report = scene.server(resource("sshd_config-2013"));
    assertEquals(1, Scene.fixes(report).count());
    Fix.Content fix = Scene.fixes(report).findFirst().orElseThrow();
    assertEquals(resource("sshd_config-2013"), latin1(fix.before().toArray()));
    assertEquals(resource("sshd_config-2013-fixed"), latin1(fix.after().toArray()));

    Files.write(file, fix.after().toArray());
    Report again = scene.server(latin1(fix.after().toArray()));
    assertEquals(List.of(), Scene.fixes(again).toList());
    assertTrue(
        Scene.codes(again).stream().noneMatch(c -> c.startsWith("config-line.")),
        Scene.codes(again).toString());
  }

  @Test
  void aFixLeavesEveryOtherByte() throws IOException {
    Scene scene = new Scene(folder).person("jo");
    String text =
        String.join(
            "\r\n",
            "# caf\u00e9",
            "\tUseLogin   no # why",
            "  KeepAlive\tyes",
            "Port 22",
            "RSAAuthentication yes");
    Report report = scene.server(text);
    Fix.Content fix = Scene.fixes(report).findFirst().orElseThrow();
    assertEquals(
        String.join(
            "\r\n",
            "# caf\u00e9",
            "\t#UseLogin   no # why",
            "  TCPKeepAlive\tyes",
            "Port 22",
            "#RSAAuthentication yes"),
        latin1(fix.after().toArray()));
    assertFalse(report.healthy());
  }

  private static String resource(String name) throws IOException {
    try (var in = OldFileTest.class.getResourceAsStream(name)) {
      return latin1(java.util.Objects.requireNonNull(in, name).readAllBytes());
    }
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
