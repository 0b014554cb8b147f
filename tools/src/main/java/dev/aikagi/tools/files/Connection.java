package dev.aikagi.tools.files;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** Whatever the server's end is reached by. */
public interface Connection extends Closeable {
  InputStream in();

  OutputStream out();

  /**
   * Ends it and waits until all is cleared away; may be called twice.
   *
   * @return how the far end's program, or what leads to it, ended
   */
  int finish();

  @Override
  default void close() {
    int _ = finish();
  }

  /** Gives it a moment to say what is wrong and to end, before it is killed. */
  void awaitEnd(Duration atMost);

  /** Ends it at once, without waiting: this process is about to end. */
  void kill();
}
