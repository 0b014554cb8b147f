package dev.aikagi.tools.sshd;

import dev.aikagi.posix.Descriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file that a user may change into anything while it is looked at. What is judged is what is
 * read: it is opened once, in a way that neither waits nor takes a terminal. For a thread with the
 * user's credentials.
 */
final class UserFile implements AutoCloseable {
  private final Descriptor open;

  private UserFile(Descriptor open) {
    this.open = open;
  }

  static UserFile open(Path file) throws IOException {
    return new UserFile(Descriptor.opened(file));
  }

  boolean isRegular() {
    return Files.isRegularFile(open.openFile());
  }

  /** Whose it is: of what was opened, whatever has its name by now. */
  int owner() throws IOException {
    return (int) Files.getAttribute(open.openFile(), "unix:uid");
  }

  /** All of it; empty where it is longer than this. */
  Optional<byte[]> read(int most) throws IOException {
    byte[] text = new byte[Math.min(most, 8 * 1024) + 1];
    int length = 0;
    while (length <= most) {
      if (length == text.length) {
        text = Arrays.copyOf(text, (int) Math.min(most + 1L, 2L * length));
      }
      int n = open.read(text, length, text.length - length);
      if (n < 0) {
        return Optional.of(Arrays.copyOf(text, length));
      }
      length += n;
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    open.close();
  }
}
