package dev.aikagi.tools.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  private static void is(String text, String user, String host, int port, String path) {
    Optional<String> noUser = user.isEmpty() ? Optional.empty() : Optional.of(user);
    Optional<String> noPath = path.isEmpty() ? Optional.empty() : Optional.of(path);
    OptionalInt noPort = port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
    assertEquals(Optional.of(new Target(noUser, host, noPort, noPath)), Target.parse(text));
  }

  @Test
  void plain() {
    is("h", "", "h", 0, "");
    is("u@h", "u", "h", 0, "");
    is("h:", "", "h", 0, ".");
    is("u@h:/a b", "u", "h", 0, "/a b");
    is("u@x@h:p", "u@x", "h", 0, "p");
    is("[::1]:x", "", "::1", 0, "x");
    is("u@[::1]", "u", "::1", 0, "");
    is("@h:", "", "h", 0, ".");
    is("a/b:c", "", "a/b:c", 0, "");
  }

  @Test
  void uri() {
    is("sftp://h", "", "h", 0, "");
    is("sftp://h/", "", "h", 0, "");
    is("sftp://u@h:22/a%2Etxt", "u", "h", 22, "a.txt");
    is("sftp://h//abs", "", "h", 0, "/abs");
    is("sftp://u%40v;fingerprint=x@h/", "u@v", "h", 0, "");
    is("sftp://[::1]:3/x", "", "::1", 3, "x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "u@",
        "sftp://",
        "sftp:///p",
        "sftp://h:0/",
        "sftp://h:65536/",
        "sftp://h:x/",
        "sftp://@h/",
        "sftp://u%00@h/",
        "sftp://h/%0",
        "sftp://h/%00",
        "sftp://[::1/",
        "sftp://[::1]x/"
      })
  void malformed(String text) {
    assertTrue(Target.parse(text).isEmpty());
  }
}
