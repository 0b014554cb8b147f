package dev.aikagi.tools.configcheck;

import dev.aikagi.key.KeyFileRefusal;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a HostKey line names, as far as whoever checks it may look.
 *
 * @param key of the private half, which is what sshd shows; of the public one beside it where the
 *     former cannot be read
 * @param refusal why sshd cannot use it
 */
record HostKeyFile(Optional<PublicKey> key, Optional<KeyFileRefusal> refusal) {
  private static final int MAX_PUBLIC = 1 << 16;

  /**
   * Reads it.
   *
   * @param agent whether an agent may have the private half
   */
  static HostKeyFile read(Path path, boolean agent) {
    // A FIFO or a device may never end.
    if (!Files.isRegularFile(path)) {
      return new HostKeyFile(Optional.empty(), Optional.of(new KeyFileRefusal.NotAKeyFile()));
    }
    return switch (PrivateKeyFile.read(path, null)) {
      case PrivateKeyFile.Loaded loaded -> {
        try (PrivateKey key = loaded.key()) {
          yield new HostKeyFile(Optional.of(key.publicKey()), Optional.empty());
        }
      }
      case PrivateKeyFile.Refused refused -> refused(path, refused.reason(), agent);
    };
  }

  private static HostKeyFile refused(Path path, KeyFileRefusal reason, boolean agent) {
    Optional<PublicKey> key =
        publicHalf(path)
            .or(() -> publicKey(Path.of(path + ".pub")))
            .or(() -> agent ? publicKey(path) : Optional.empty());
    // What only root may read is no fault; what ours cannot read, another sshd may.
    boolean unknown =
        reason instanceof KeyFileRefusal.Unreadable
            || reason instanceof KeyFileRefusal.UnsupportedType
            || reason instanceof KeyFileRefusal.LibraryMissing;
    boolean kept = agent && key.isPresent();
    return new HostKeyFile(key, unknown || kept ? Optional.empty() : Optional.of(reason));
  }

  /** OpenSSH's format shows it without the passphrase. */
  private static Optional<PublicKey> publicHalf(Path path) {
    byte[] content = new byte[0];
    try {
      content = PrivateKeyFile.content(path);
      return Optional.of(PrivateKeyFile.publicHalf(content));
    } catch (IOException e) {
      return Optional.empty();
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static Optional<PublicKey> publicKey(Path path) {
    try {
      return Files.isRegularFile(path) && Files.size(path) <= MAX_PUBLIC
          ? Optional.of(PublicKeyFile.read(Files.readAllBytes(path)).key())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
