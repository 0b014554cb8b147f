package dev.aikagi.tools.ssh;

import dev.aikagi.transport.ByteStream;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what goes over a connection, for the figures at its end. */
final class Traffic implements ByteStream {
  private final ByteStream stream;
  private final long start = System.nanoTime();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();

  Traffic(ByteStream stream) {
    this.stream = stream;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = stream.read(buffer, offset, length);
    received.addAndGet(Math.max(0, n));
    return n;
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    stream.write(buffer, offset, length);
    sent.addAndGet(length);
  }

  @Override
  public void acknowledge() throws IOException {
    stream.acknowledge();
  }

  @Override
  public void close() {
    stream.close();
  }

  /** The two lines of ssh -v; nobody else has to wait for a formatter to be loaded. */
  void tell(Log log) {
    if (!log.isVerbose()) {
      return;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long out = sent.get();
    long in = received.get();
    log.verbose(
        String.format(
            Locale.ROOT,
            "Transferred: sent %d, received %d bytes, in %.1f seconds",
            out,
            in,
            seconds));
    log.verbose(
        String.format(
            Locale.ROOT,
            "Bytes per second: sent %.1f, received %.1f",
            out / seconds,
            in / seconds));
  }
}
