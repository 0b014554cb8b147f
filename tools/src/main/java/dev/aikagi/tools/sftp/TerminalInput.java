package dev.aikagi.tools.sftp;

import dev.aikagi.posix.Descriptor;
import java.io.IOException;
import org.jline.utils.NonBlockingInputStream;

/**
 * What is typed, read when it is wanted: JLine's own reader keeps a thread in a read, which would
 * take the first character away from a program that runs at the terminal meanwhile.
 */
final class TerminalInput extends NonBlockingInputStream {
  private static final int LONGEST_WAIT = Integer.MAX_VALUE;

  private final Descriptor descriptor;
  private final byte[] buffer = new byte[1024];
  private int at;
  private int end;

  TerminalInput(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /** One byte; EOF, or READ_EXPIRED after so many milliseconds, of which 0 is without end. */
  @Override
  public int read(long timeout, boolean isPeek) throws IOException {
    if (at == end) {
      int wait = timeout <= 0 ? -1 : (int) Math.min(timeout, LONGEST_WAIT);
      if (isPeek && timeout <= 0) {
        wait = -1;
      }
      if (!descriptor.awaitReadable(wait)) {
        return READ_EXPIRED;
      }
      int n = descriptor.read(buffer, 0, buffer.length);
      if (n < 0) {
        return EOF;
      }
      at = 0;
      end = n;
    }
    return buffer[isPeek ? at : at++] & 0xff;
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
