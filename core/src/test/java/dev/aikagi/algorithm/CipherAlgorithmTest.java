package dev.aikagi.algorithm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CipherAlgorithmTest {
  @TempDir Path folder;

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

  @Test
  void itIsAskedWhereItCanTell() throws IOException {
    Path with = Files.writeString(folder.resolve("with"), "x\n".repeat(100) + "flags\t: aes\n");
    Path without = Files.writeString(folder.resolve("without"), "flags\t: sse2\n");
    assertTrue(Processor.hasAes("amd64", "Linux", with.toString()));
    assertTrue(Processor.hasAes("aarch64", "Linux", with.toString()));
    assertFalse(Processor.hasAes("amd64", "Linux", without.toString()));
    assertFalse(Processor.hasAes("riscv64", "Linux", with.toString()));
    assertFalse(Processor.hasAes("amd64", "Linux", folder.resolve("none").toString()));
    assertTrue(Processor.hasAes("aarch64", "Mac OS X", "none"));
    assertTrue(Processor.hasAes("amd64", "Windows 11", "none"));
  }

  /** What is read of the system's file is enough. */
  @Test
  void theBeginningOfTheSystemsFileTells() throws IOException {
    Path cpuinfo = Path.of("/proc/cpuinfo");
    assumeTrue(Files.isReadable(cpuinfo), "no /proc/cpuinfo");
    assertEquals(
        Processor.tellsAes(Files.readString(cpuinfo)),
        Processor.hasAes("amd64", "Linux", cpuinfo.toString()));
  }
}
