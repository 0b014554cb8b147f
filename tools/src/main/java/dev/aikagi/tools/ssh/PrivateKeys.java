package dev.aikagi.tools.ssh;

import dev.aikagi.key.PrivateKeyFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Which files are private keys, by how they begin. */
final class PrivateKeys {
  private static final int BEGINNING = 64;

  private PrivateKeys() {}

  static boolean hasCarriageReturns(Path file) {
    if (!Files.isRegularFile(file) || !looksLikeOne(file)) {
      return false;
    }
    byte[] content = new byte[0];
    try {
      content = PrivateKeyFile.content(file);
      for (byte b : content) {
        if (b == '\r') {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  static boolean looksLikeOne(Path file) {
    // Anything else may wait for a writer, or answer with what it likes.
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      String start = new String(in.readNBytes(BEGINNING), StandardCharsets.ISO_8859_1);
      return start.startsWith("PuTTY-User-Key-File-")
          || (start.startsWith("-----BEGIN ") && start.contains("PRIVATE KEY"));
    } catch (IOException e) {
      // Not readable: not one that ssh could use.
      return false;
    }
  }
}
