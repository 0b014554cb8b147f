package dev.aikagi.tools.ssh;

import dev.aikagi.Bytes;
import dev.aikagi.tools.explain.TidyUp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The list of keys that open this account from elsewhere: no login from here depends on it. */
final class OwnKeyList {
  private static final int MAX_FILE = 1 << 20;

  private OwnKeyList() {}

  /** Empty where all is in order, and where it cannot be looked at. */
  static Optional<TidyUp> tidyUp(Path home) {
    Path file = home.resolve(".ssh/authorized_keys");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] text = in.readNBytes(MAX_FILE + 1);
      return text.length > MAX_FILE ? Optional.empty() : TidyUp.ofLineEnds(file, Bytes.of(text));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
