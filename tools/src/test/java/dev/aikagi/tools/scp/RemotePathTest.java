package dev.aikagi.tools.scp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemotePathTest {
  /** The server says of "~u" what it likes: only a folder comes of it, and no name here. */
  @ParameterizedTest
  @CsvSource({
    "~u/a, ~u, /h/*/a, /h/\\*/a, a",
    "~u/*.c, ~u, /h/*/*.c, /h/\\*/*.c, *.c",
    "~u, ~u, /h/*, /h/\\*, u",
    "~u/, ~u, /h/*/, /h/\\*/, u",
    "~u/., ~u, /h/*/., /h/\\*/., u",
    "~u/.., ~u, /h/*/.., /h/\\*/.., .",
    "~/a, '', a, a, a",
    "~, '', ., ., .",
    "'', '', ., ., .",
    "~//a, '', a, a, a",
    "x/~u, '', x/~u, x/~u, ~u",
    "/a/.., '', /a/.., /a/.., ."
  })
  @Tag("F1")
  void onlyAHomeIsTheServersToSay(
      String typed, String user, String path, String pattern, String name) {
    RemotePath remote = new RemotePath(typed);
    assertEquals(user, remote.user());
    assertEquals(path, remote.path("/h/*"));
    assertEquals(pattern, remote.pattern("/h/*"));
    assertEquals(name, remote.copyName(path));
  }
}
