package dev.aikagi.tools.dns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Whether "validated by DNSSEC" in an answer is believed. It is one bit that anybody on the way to
 * the resolver can set, so that whoever looks after the machine has to say that nobody is there:
 * {@code options trust-ad} in resolv.conf(5), as the C library wants it.
 */
final class TrustedResolver {
  private static final int MAX_FILE = 64 * 1024;

  private TrustedResolver() {}

  static boolean isTrusted(Path resolvConf) {
    try (var in = Files.newInputStream(resolvConf)) {
      String text = new String(in.readNBytes(MAX_FILE), StandardCharsets.ISO_8859_1);
      return text.lines().anyMatch(TrustedResolver::trusts);
    } catch (IOException e) {
      // Where nothing is said, nothing is trusted.
      return false;
    }
  }

  private static boolean trusts(String line) {
    String[] words = line.strip().split("\\s+");
    return words[0].equals("options") && Arrays.asList(words).contains("trust-ad");
  }
}
