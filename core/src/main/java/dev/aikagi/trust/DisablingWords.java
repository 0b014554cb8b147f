package dev.aikagi.trust;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What people write before a key to take it out of use. sshd takes no such line, so it works; and
 * whoever mends lines must not give the key back what was taken from it on purpose.
 */
final class DisablingWords {
  /** Marks of comments in other files, and of what is gone in a diff. */
  private static final List<String> MARKS = List.of("-", "!", "//", ";", "~~");

  /** Wherever it stands, also with something behind it, such as {@code disabled-2024}. */
  private static final Pattern SURE =
      Pattern.compile(
          "(disabled?|deactivated?|inactive|revoked?|removed?|deleted?|expired?|invalid|obsolete"
              + "|deprecated|unused|retired|suspended?|blocked|banned|locked|lost|stolen|leaked"
              + "|compromised|former|formerly|old|never|not|denied|deny|forbidden|disallow(ed)?)"
              + "(?![a-z])",
          Pattern.CASE_INSENSITIVE);

  /** If nothing else stands there. */
  private static final Set<String> ALONE =
      Set.of("no", "off", "out", "none", "false", "ex", "del", "rem", "stop", "was", "n");

  /** x, xx, XXX and so on. */
  private static final Pattern CROSSES = Pattern.compile("[xX]+");

  private static final List<String> JAPANESE =
      List.of("無効", "停止", "廃止", "失効", "削除", "禁止", "不使用", "退職", "旧");

  private DisablingWords() {}

  /** Whether the text before a key, and before the name of its type, says so. */
  static boolean areIn(String text) {
    String said = withoutQuoted(text).strip();
    if (MARKS.stream().anyMatch(said::startsWith) || JAPANESE.stream().anyMatch(said::contains)) {
      return true;
    }
    String only = bare(said);
    return ALONE.contains(only.toLowerCase(Locale.ROOT))
        || CROSSES.matcher(only).matches()
        || List.of(said.split("[\\s,]+")).stream()
            .anyMatch(word -> SURE.matcher(bare(word)).lookingAt());
  }

  /** Values of options are somebody else's words. */
  private static String withoutQuoted(String text) {
    return text.replaceAll("\"[^\"]*\"?", " ");
  }

  /** Without what stands around a word. */
  private static String bare(String word) {
    int start = 0;
    int end = word.length();
    while (start < end && !Character.isLetterOrDigit(word.charAt(start))) {
      start++;
    }
    while (end > start && !Character.isLetterOrDigit(word.charAt(end - 1))) {
      end--;
    }
    return word.substring(start, end);
  }
}
