package dev.aikagi.sftp.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Patterns beside those of the JDK. */
class GlobsTest {
  private static final List<String> PATTERNS =
      List.of(
          "",
          "*",
          "**",
          "?",
          "*.java",
          "*.*",
          "*.{java,class}",
          "foo.?",
          "/home/*/*",
          "/home/**",
          "a{b,c,}d",
          "{a,b*}",
          "[abc]",
          "[a-c]x",
          "[!a]",
          "[!a-c]*",
          "[-a]",
          "[!-a]",
          "[a-]",
          "[*?]",
          "[\\]",
          "\\*",
          "\\\\",
          "a.b",
          "a+b",
          "(a|b)",
          "^a$",
          "a,b",
          "}",
          "[a&&b]",
          "[^a]",
          "[[]",
          "**/b",
          "a/**/b",
          "合*",
          "[あ-ん]",
          ".*",
          "a b",
          "#a",
          "-");

  private static final List<String> FAULTY =
      List.of("[a", "{a", "{a,{b}}", "\\", "[c-a]", "[a/b]", "[]", "[]a]", "[!]", "{a,[b}");

  private static final List<String> NAMES =
      List.of(
          "",
          "a",
          "b",
          "c",
          "d",
          "x",
          "ax",
          "dx",
          "abd",
          "acd",
          "ad",
          "Foo.java",
          "Foo.class",
          "foo.c",
          "foo.cc",
          ".x",
          "/",
          "/home/x",
          "/home/x/y",
          "/home/x/y/z",
          "-",
          "*",
          "?",
          "^",
          "a.b",
          "acb",
          "a+b",
          "aab",
          "(a|b)",
          "^a$",
          "a,b",
          "}",
          "{",
          "[",
          "]",
          "&",
          "&&b",
          "a/b",
          "a/x/b",
          "a/x/y/b",
          "合鍵",
          "あ",
          "a b",
          "#a",
          "!",
          "bc");

  private static String result(
      Function<String, PathMatcher> matchers, String pattern, String name) {
    try {
      return Boolean.toString(matchers.apply("glob:" + pattern).matches(Path.of(name)));
    } catch (PatternSyntaxException e) {
      return "syntax";
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void theyMatchWhatTheDefaultOnesMatch() {
    for (String pattern : PATTERNS) {
      for (String name : NAMES) {
        String wanted = result(FileSystems.getDefault()::getPathMatcher, pattern, name);
        assertEquals(wanted, result(Globs::matcher, pattern, name), pattern + " and " + name);
      }
    }
  }

  /** A line break is a character as any other, which the default one forgets for two stars. */
  @Test
  void namesMayHaveLineBreaks() {
    for (String pattern : List.of("*", "**", "a?b", "a[!x]b")) {
      assertTrue(Globs.matcher("glob:" + pattern).matches(Path.of("a\nb")), pattern);
    }
  }

  @Test
  void whatIsNoPatternIsRefused() {
    for (String pattern : FAULTY) {
      assertThrows(PatternSyntaxException.class, () -> Globs.matcher("glob:" + pattern), pattern);
    }
    assertThrows(PatternSyntaxException.class, () -> Globs.matcher("regex:("));
    assertThrows(IllegalArgumentException.class, () -> Globs.matcher("*.java"));
    assertThrows(IllegalArgumentException.class, () -> Globs.matcher(":*.java"));
    assertThrows(UnsupportedOperationException.class, () -> Globs.matcher("grep:x"));
  }

  @Test
  void theOtherSyntaxIsThatOfRegex() {
    assertTrue(Globs.matcher("REGEX:a+/b?").matches(Path.of("aaa/b")));
    assertTrue(!Globs.matcher("regex:a+").matches(Path.of("xa")));
  }
}
