package dev.aikagi.tools.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No name on a command line makes a shell do what the configuration does not say. */
class HostileNamesTest {
  @TempDir Path folder;

  @Test
  @Tag("E1")
  @Tag("E2")
  void noNameReachesAShellAsMoreThanAWord() throws Exception {
    Path canary = folder.resolve("canary");
    String touch = "touch${IFS}" + canary;
    List<String> names = new ArrayList<>();
    for (String wrap :
        List.of(
            "$(%s)", "`%s`", "a;%s", "a|%s", "a&%s", "x\n%s\n", "'%s'", "\"$(%s)\"", "a\\;%s")) {
      names.add(wrap.replace("%s", touch));
      names.add(wrap.replace("%s", "touch " + canary));
    }
    names.add("-oProxyCommand=" + touch);
    for (String name : names) {
      for (String destination : List.of(name, name + "@host", "ssh://" + encoded(name) + "@host")) {
        assertEquals(255, run("sh -c ': %h %r %n'; exit 1", destination), destination);
        assertFalse(Files.exists(canary), destination);
      }
    }
  }

  /** A user name of the configuration is refused too where a shell would see it. */
  @Test
  @Tag("E1")
  void namesOfTheConfigurationAreCheckedAsWell() throws Exception {
    Path canary = folder.resolve("canary");
    assertEquals(255, run(": %r", "-o", "User=a;touch " + canary, "host"));
    assertFalse(Files.exists(canary));
  }

  private static int run(String proxy, String... rest) {
    List<String> words =
        new ArrayList<>(List.of("-q", "-F", "none", "-o", "ProxyCommand=" + proxy));
    words.addAll(List.of("-o", "BatchMode=yes", "-o", "UserKnownHostsFile=/dev/null"));
    if (rest.length == 1) {
      words.add("--");
    }
    words.addAll(List.of(rest));
    words.add("true");
    return Ssh.run(words);
  }

  private static String encoded(String name) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      out.append(String.format("%%%02x", (int) name.charAt(i)));
    }
    return out.toString();
  }
}
