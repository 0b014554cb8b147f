package dev.aikagi.tools.scp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.aikagi.tools.Fatal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "./a:b", "/a:b", ":x", "a/b:c", "~/x", "-x"})
  void hasNoHost(String text) throws Fatal {
    assertEquals(new Place.Local(text), Place.parse(text).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "h:, '', h, -1, .",
    "h:x, '', h, -1, x",
    "u@h:/x:y, u, h, -1, /x:y",
    "u@v@h:x, u@v, h, -1, x",
    "@h:x, '', h, -1, x",
    "[::1]:x, '', ::1, -1, x",
    "u@[fe80::1%lo]:-x, u, fe80::1%lo, -1, -x",
    "scp://h, '', h, -1, .",
    "scp://u@h:22/x/y, u, h, 22, x/y",
    "scp://[::1]:22//x%20y, '', ::1, 22, /x y"
  })
  void hasAHost(String text, String user, String host, int port, String path) throws Fatal {
    Place.Remote remote = (Place.Remote) Place.parse(text).orElseThrow();
    assertEquals(user, remote.target().user().orElse(""));
    assertEquals(host, remote.target().host());
    assertEquals(port, remote.target().port().orElse(-1));
    assertEquals(path, remote.path());
  }

  @ParameterizedTest
  @ValueSource(strings = {"scp://", "scp://h:x/y", "scp://h:99999/y", "scp://h/%00", "scp://@h/x"})
  void isNone(String text) throws Fatal {
    assertEquals(java.util.Optional.empty(), Place.parse(text));
  }

  @ParameterizedTest
  @Tag("E2")
  @ValueSource(
      strings = {"-oProxyCommand=x:y", "scp://-oProxyCommand=x/y", "-lx@h:y", "[-x]:y", "u@-x:y"})
  void whatSshWouldTakeForAnOptionIsRefused(String text) {
    assertThrows(Fatal.class, () -> Place.parse(text));
  }

  @Test
  void bytesStayWhatTheyAre() throws Fatal {
    Place.Remote remote = (Place.Remote) Place.parse("h:\u00ff\u0080").orElseThrow();
    assertEquals("\u00ff\u0080", remote.path());
  }
}
