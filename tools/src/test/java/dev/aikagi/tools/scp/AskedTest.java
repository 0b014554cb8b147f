package dev.aikagi.tools.scp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.Bytes;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CVE-2019-6111: a server may send what was asked for and nothing else. */
@Tag("F1")
class AskedTest {
  @ParameterizedTest
  @CsvSource({
    "a, a, true",
    "a, b, false",
    "/x/a, a, true",
    "/x/a, x, false",
    "x/a/, a, true",
    "*, a, true",
    "*, .bashrc, false",
    ".*, .bashrc, true",
    "*.txt, a.txt, true",
    "*.txt, a.sh, false",
    "dir/[ab]?, b1, true",
    "dir/[ab]?, c1, false",
    "'{a,b}', b, true",
    "'{a,b}', c, false",
    "'{x/a,b}', a, true",
    "a\\ b, a b, true",
    "a*b, a*b, true",
    "[, [, true",
    "'''a''', a, false"
  })
  void whatWasAskedForAndNothingElse(String asked, String sent, boolean taken) throws IOException {
    assertEquals(taken, Asked.of(asked, false).test(Bytes.utf8(sent)));
  }

  /** With -r too, unless what was asked for says no name. */
  @ParameterizedTest
  @CsvSource({
    "a, b, false",
    "a/, b, false",
    "x/a*, b, false",
    "'{a,b}', c, false",
    "a, a, true",
    "., x, true",
    "a/.., x, true",
    "/, x, true",
    "~, x, true",
    "~u, x, true",
    "~u/a, x, false",
    "$HOME, x, true",
    "'''a b''', a b, true",
    "`x`, y, true",
    "'{a,.}', x, true"
  })
  void ofFoldersToo(String asked, String sent, boolean taken) throws IOException {
    assertEquals(taken, Asked.of(asked, true).test(Bytes.utf8(sent)));
  }
}
