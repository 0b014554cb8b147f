package dev.aikagi.posix;

import dev.aikagi.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Questions to the person at the controlling terminal, /dev/tty, whatever the standard streams are
 * connected with.
 */
public final class Prompt implements AutoCloseable {
  private static final int O_RDWR = 2;
  private static final int O_NOCTTY = 0x100;
  private static final int O_CLOEXEC = 0x80000;

  /** What readpassphrase(3) callers of OpenSSH accept. */
  private static final int LIMIT = 1023;

  private final Descriptor tty;
  private final Terminal terminal;

  private Prompt(Descriptor tty) {
    this.tty = tty;
    this.terminal = Terminal.of(tty);
  }

  /** Empty when this process has no controlling terminal. */
  public static Optional<Prompt> open() {
    try (NativeFrame frame = new NativeFrame()) {
      long path = frame.string("/dev/tty").address();
      int fd = frame.callInt(Libc.OPEN, path, O_RDWR | O_NOCTTY | O_CLOEXEC);
      return fd < 0 ? Optional.empty() : Optional.of(new Prompt(Descriptor.owningAsIs(fd)));
    }
  }

  /** Lets the terminal echo again where a question is open: for who is about to die by a signal. */
  public static void abandon() {
    EchoOff.abandon();
  }

  public Terminal terminal() {
    return terminal;
  }

  /** Shows the text as it is. */
  public void show(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    tty.write(bytes, 0, bytes.length);
  }

  /**
   * Shows the prompt and reads a line without showing what is typed.
   *
   * @return the line without its end; empty at the end of input before any character. A line that
   *     is longer than 1023 bytes is cut there.
   */
  public Optional<SecretBytes> readSecret(String prompt) throws IOException {
    try (EchoOff echo = EchoOff.ask(this, prompt)) {
      Optional<SecretBytes> line = readLine(echo.quitKey());
      show("\n");
      return line;
    }
  }

  /** Shows the prompt and reads a line that is echoed; empty at the end of input. */
  public Optional<String> readVisible(String prompt) throws IOException {
    // Whoever wrote here before may have left the cursor in the middle of a line.
    show("\r" + prompt);
    try (SecretBytes line = readLine(0).orElse(null)) {
      return line == null
          ? Optional.empty()
          : Optional.of(new String(line.expose(), StandardCharsets.UTF_8));
    }
  }

  private Optional<SecretBytes> readLine(int quitKey) throws IOException {
    byte[] line = new byte[LIMIT];
    byte[] piece = new byte[1];
    int length = 0;
    try {
      while (true) {
        int n = tty.read(piece, 0, 1);
        if (n < 0 && length == 0) {
          return Optional.empty();
        }
        if (quitKey != 0 && n > 0 && piece[0] == (byte) quitKey) {
          abandon();
          Signals.quitByDefault();
          Signals.send(ThisProcess.pid(), Signals.SIGQUIT);
        }
        if (n < 0 || piece[0] == '\n' || piece[0] == '\r') {
          return Optional.of(SecretBytes.taking(Arrays.copyOf(line, length)));
        }
        if (length < LIMIT) {
          line[length++] = piece[0];
        }
      }
    } finally {
      Arrays.fill(line, (byte) 0);
      piece[0] = 0;
    }
  }

  @Override
  public void close() {
    tty.close();
  }
}
