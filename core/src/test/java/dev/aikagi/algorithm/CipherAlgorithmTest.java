package dev.aikagi.algorithm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CipherAlgorithmTest {
  private static String names(List<CipherAlgorithm> ciphers) {
    return String.join(",", ciphers.stream().map(CipherAlgorithm::algorithmName).toList());
  }

  @Test
  void theFastestOfThisProcessorLeads() {
    String rest = "aes128-ctr,aes192-ctr,aes256-ctr";
    assertEquals(
        "aes128-gcm@openssh.com,aes256-gcm@openssh.com,chacha20-poly1305@openssh.com," + rest,
        names(CipherAlgorithm.best(true)));
    // OpenSSH's order.
    assertEquals(
        "chacha20-poly1305@openssh.com,aes128-gcm@openssh.com,aes256-gcm@openssh.com," + rest,
        names(CipherAlgorithm.best(false)));
    assertEquals(CipherAlgorithm.best(Processor.hasAes()), CipherAlgorithm.DEFAULT);
  }

  @Test
  void theProcessorTellsWhatItHas() {
    assertTrue(Processor.tellsAes("processor\t: 0\nflags\t\t: fpu ssse3 aes avx\n"));
    assertTrue(Processor.tellsAes("processor\t: 0\nFeatures\t: fp asimd aes pmull\n"));
    assertTrue(Processor.tellsAes("flags : vme aes"));
    assertFalse(Processor.tellsAes("processor\t: 0\nflags\t\t: fpu vaes aes256 avx\n"));
    assertFalse(Processor.tellsAes("model name\t: aes\nFeatures\t: fp asimd evtstrm crc32\n"));
    assertFalse(Processor.tellsAes(""));
  }
}
