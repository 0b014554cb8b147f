package dev.aikagi.algorithm;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** What the processor of this machine has instructions for. */
final class Processor {
  /** The first processor's paragraph is far shorter. */
  private static final int PARAGRAPH = 8192;

  private Processor() {}

  /** Whether AES is done by the processor itself; no where that cannot be found out. */
  static boolean hasAes() {
    return hasAes(
        System.getProperty("os.arch", ""), System.getProperty("os.name", ""), "/proc/cpuinfo");
  }

  static boolean hasAes(String architecture, String system, String cpuinfo) {
    if (!List.of("amd64", "x86_64", "aarch64").contains(architecture)) {
      return false;
    }
    // Every processor that macOS and Windows still run on has them. Some ARM boards do not.
    if (!system.toLowerCase(Locale.ROOT).contains("linux")) {
      return true;
    }
    try (InputStream in = new FileInputStream(cpuinfo)) {
      return tellsAes(new String(in.readNBytes(PARAGRAPH), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // Without /proc, as in some jails, the order is that of OpenSSH: slower, and safe as well.
      return false;
    }
  }

  /** The line "flags" of x86, "Features" of ARM. */
  static boolean tellsAes(String cpuinfo) {
    return cpuinfo
        .lines()
        .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
        .anyMatch(line -> List.of(line.split("\\s+")).contains("aes"));
  }
}
