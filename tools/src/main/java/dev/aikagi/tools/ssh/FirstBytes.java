package dev.aikagi.tools.ssh;

import dev.aikagi.transport.ByteStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Keeps what a host says first, for a host that turns out to be no SSH server. */
final class FirstBytes implements ByteStream {
  private static final int KEPT = 256;

  private final ByteStream stream;
  private final byte[] first = new byte[KEPT];
  private volatile int length;

  FirstBytes(ByteStream stream) {
    this.stream = stream;
  }

  /** Up to the first line end; empty where nothing came. */
  String line() {
    String text = new String(first, 0, length, StandardCharsets.ISO_8859_1);
    return text.lines().findFirst().orElse("");
  }

  @Override
  public int read(byte[] buffer, int offset, int most) throws IOException {
    int n = stream.read(buffer, offset, most);
    int had = length; // One thread reads at a time; another one asks when all is over.
    int more = Math.min(n, KEPT - had);
    if (more > 0) {
      System.arraycopy(buffer, offset, first, had, more);
      length = had + more;
    }
    return n;
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    stream.write(buffer, offset, length);
  }

  @Override
  public void acknowledge() throws IOException {
    stream.acknowledge();
  }

  @Override
  public void close() {
    stream.close();
  }
}
