package dev.aikagi.interop.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.config.AlgorithmNames;
import dev.aikagi.config.ClientConfigReader;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Diagnostic.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every case through {@code ssh -G} and through our reader: the same messages, the same exit status
 * and the same values.
 */
class ClientConfigDifferentialTest {
  private static final String SSH = "/usr/bin/ssh";

  /** Where OpenSSH says one thing more, before the message that both have. */
  private static final Set<String> MORE_WORDS_THERE =
      Set.of("KexAlgorithms x", "IdentityAgent ${NOPE_X}");

  @TempDir static Path folder;

  @BeforeAll
  static void peer() {
    OpenSsh.assumeInstalled(SSH);
  }

  @Test
  void everyKeywordWithGoodAndBadValues() throws Exception {
    compare(OpenSsh.cases("client-lines.txt"));
  }

  @Test
  void hostAndMatchBlocks() throws Exception {
    compare(OpenSsh.cases("client-blocks.txt"));
  }

  @Test
  void includes() throws Exception {
    Files.writeString(folder.resolve("inc1"), "Host foo*\n User inc\n Port 4\n");
    Files.writeString(folder.resolve("inc2"), "LogLevel VERBOSE\n");
    String include = "Include " + folder + "/inc*\n";
    compare(
        List.of(
            include + "Port 5\n",
            "Host nope\n" + include + "Host *\nPort 5\n",
            "Match host foo*\n" + include + "User later\nPort 5\n",
            "Include " + folder + "/nothing*\n",
            "Include ~/no_such_file_of_mine\n"));
  }

  private static void compare(List<String> cases) throws IOException, InterruptedException {
    Path file = folder.resolve("config");
    List<String> differences = new ArrayList<>();
    for (String text : cases) {
      if (MORE_WORDS_THERE.contains(text)) {
        continue;
      }
      Files.writeString(file, text + "\n");
      Dump theirs =
          OpenSsh.run(folder, List.of(SSH, "-F", file.toString(), "-G", "foo.example.com"));
      String difference = ours(file).differenceTo(theirs);
      if (!difference.isEmpty()) {
        differences.add("\n" + text + difference);
      }
    }
    assertEquals(List.of(), differences);
  }

  private static Dump ours(Path file) {
    StringBuilder messages = new StringBuilder();
    ClientConfigReader reader =
        new ClientConfigReader(
            "foo.example.com",
            new Here(),
            AlgorithmNames.OPENSSH_CLIENT,
            d -> {
              if (d.severity() == Severity.ERROR) {
                messages.append(d.text()).append('\n');
              }
            });
    try {
      reader.namedFile(file.toString());
      reader.resolveHost(new NoNames());
      if (reader.wantsFinalPass()) {
        reader.startFinalPass();
        reader.namedFile(file.toString());
      }
      return Dump.of(0, messages.toString(), reader.finish().dump());
    } catch (ConfigException e) {
      return Dump.of(255, messages.append(e.getMessage()).toString(), List.of());
    }
  }
}
