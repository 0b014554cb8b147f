package dev.aikagi.tools.copyid;

import dev.aikagi.Printable;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What a program at the far end wrote to its standard error; only the beginning is kept. */
final class Said extends OutputStream {
  private static final int MAX = 16 << 10;
  private static final int SHOWN = 1024;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  @Override
  public synchronized void write(int octet) {
    if (kept.size() < MAX) {
      kept.write(octet);
    }
  }

  @Override
  public synchronized void write(byte[] source, int offset, int length) {
    kept.write(source, offset, Math.min(length, MAX - kept.size()));
  }

  /** In brackets behind a message, on one line; empty if it said nothing. */
  synchronized String inBrackets() {
    String text = kept.toString(StandardCharsets.UTF_8).strip().replace("\r", "");
    return text.isEmpty() ? "" : " (" + Printable.of(text.replace("\n", "; "), SHOWN) + ")";
  }
}
