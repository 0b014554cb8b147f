package dev.aikagi.tools;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The words of the command line as they were typed. In the C locale, which is what cron, systemd
 * and containers give, the runtime turns every byte beyond ASCII into U+FFFD; OpenSSH passes such
 * bytes on untouched. Linux keeps the originals.
 */
public final class Arguments {
  private static final Path ORIGINALS = Path.of("/proc/self/cmdline");

  private Arguments() {}

  static List<String> of(String[] given) {
    List<String> words = List.of(given);
    boolean damaged = words.stream().anyMatch(word -> word.indexOf('\uFFFD') >= 0);
    if (!damaged || !Files.isReadable(ORIGINALS)) {
      return words;
    }
    try {
      return last(given.length, Files.readAllBytes(ORIGINALS));
    } catch (IOException e) {
      // Then they stay as they are: a name that is not found is reported by the tool.
      return words;
    }
  }

  /** The same with one character for each byte, for those to whom names are bytes. */
  public static List<String> octets(List<String> words) {
    boolean damaged = words.stream().anyMatch(word -> word.indexOf('\uFFFD') >= 0);
    if (damaged && Files.isReadable(ORIGINALS)) {
      try {
        return last(words.size(), Files.readAllBytes(ORIGINALS), StandardCharsets.ISO_8859_1);
      } catch (IOException e) {
        // Then they stay as they are: a name that is not found is reported by the tool.
        return words.stream().map(Octets::ofText).toList();
      }
    }
    return words.stream().map(Octets::ofText).toList();
  }

  /** The last words of a list in which each ends with a NUL. */
  static List<String> last(int count, byte[] line) {
    return last(count, line, StandardCharsets.UTF_8);
  }

  private static List<String> last(int count, byte[] line, Charset charset) {
    String text = new String(line, charset);
    List<String> all = List.of(text.split("\0", -1));
    int end = all.size() - 1;
    return all.subList(end - count, end);
  }
}
