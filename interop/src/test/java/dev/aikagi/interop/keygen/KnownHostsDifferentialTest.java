package dev.aikagi.interop.keygen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.interop.Compared;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownHostsDifferentialTest {
  private static final List<String> HOSTS =
      List.of(
          "one.example",
          "ONE.example",
          "192.0.2.1",
          "[two.example]:2222",
          "two.example",
          "a.wild.example",
          "not.wild.example",
          "x.ca.example",
          "upper.example",
          "hashed.example",
          "none.example");

  @TempDir Path folder;
  private Path file;
  private String content = "";

  @BeforeAll
  static void peer() {
    Tool.assumeInstalled(Tool.SSH_KEYGEN);
  }

  @BeforeEach
  void makeFile() throws Exception {
    file = folder.resolve("known_hosts");
    String key = make("ed25519");
    String rsa = make("rsa");
    Files.writeString(file, "hashed.example " + key + "\n");
    Tool.theirs(folder, "-H", "-f", file.toString()).ok();
    content =
        """
        # a comment

        one.example,192.0.2.1 KEY
        [two.example]:2222 RSA with a comment
        *.wild.example,!not.wild.example KEY
        @cert-authority *.ca.example KEY
        @revoked one.example RSA
        UPPER.example KEY
        """
                .replace("KEY", key)
                .replace("RSA", rsa)
            + Files.readString(file);
    Files.writeString(file, content);
  }

  private String make(String type) throws Exception {
    Path key = folder.resolve(type);
    Tool.theirs(folder, "-q", "-t", type, "-N", "", "-f", key.toString()).ok();
    String[] words = Files.readString(Path.of(key + ".pub")).split(" ", -1);
    return words[0] + " " + words[1];
  }

  @Test
  void finding() throws Exception {
    for (String host : HOSTS) {
      Tool.assertSame(folder, "-F", host, "-f", file.toString());
      Tool.assertSame(folder, "-lv", "-F", host, "-f", file.toString());
      Tool.assertSame(folder, "-q", "-F", host, "-f", file.toString());
    }
    Tool.assertSame(folder, "-F", "x", "-f", file + ".missing");
    Tool.assertSame(folder, "-l", "-f", file.toString());
  }

  /** Both on their own copy of the same file; what they leave behind is compared too. */
  private void compareEdit(String text, String... job) throws Exception {
    Files.writeString(file, text);
    Files.deleteIfExists(Path.of(file + ".old"));
    List<String> words = new ArrayList<>(List.of(job));
    words.addAll(List.of("-f", file.toString()));
    String[] all = words.toArray(String[]::new);
    var theirs = Tool.theirs(folder, all);
    String left = Files.readString(file);
    boolean backup = Files.exists(Path.of(file + ".old"));
    Files.writeString(file, text);
    Files.deleteIfExists(Path.of(file + ".old"));
    assertEquals(theirs, Tool.ours(all), () -> String.join(" ", all));
    assertEquals(unhashed(left), unhashed(Files.readString(file)));
    assertEquals(backup, Files.exists(Path.of(file + ".old")));
    Compared.one("known-hosts");
  }

  /** Salts are random: of hashed names only their place is compared. */
  private static String unhashed(String text) {
    return text.replaceAll("(?m)^\\|1\\|\\S+", "|1|");
  }

  @Test
  void removing() throws Exception {
    for (String host : HOSTS) {
      compareEdit(content, "-R", host);
    }
    compareEdit(content + "prose that is no key\n", "-R", "one.example");
    compareEdit(content + "@other one.example x y\n", "-R", "one.example");
    compareEdit(content + "cut.example ssh-ed25519\n", "-R", "one.example");
    compareEdit(content + "new.example ssh-future AAAA\n", "-R", "one.example");
    compareEdit(content + "bad.example ssh-ed25519 !!!!\n", "-R", "bad.example");
    compareEdit(content + "|1|bad|bad ssh-ed25519 AAAA\n", "-R", "one.example");
    compareEdit("  blanks.example ssh-ed25519 AAAA  \r", "-R", "one.example");
  }

  @Test
  void hashing() throws Exception {
    compareEdit(content, "-H");
    compareEdit(content + "prose that is no key\n", "-H");
    compareEdit("a.example,,b.example\t ssh-ed25519  AAAA\t c \r\n", "-H");
    Files.writeString(file, content);
    Tool.ours("-H", "-f", file.toString()).ok();
    for (String host : HOSTS) {
      Tool.assertSame(folder, "-F", host, "-f", file.toString());
    }
  }
}
