package dev.aikagi.posix;

import dev.aikagi.posix.SecurityKeyException.Kind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Memory for calls of a library for authenticators; PINs and key handles in it are wiped. */
final class WipedFrame implements AutoCloseable {
  private final NativeFrame frame = new NativeFrame();
  private final List<MemorySegment> secrets = new ArrayList<>();

  /** Whose calls these are. */
  NativeFrame calls() {
    return frame;
  }

  MemorySegment allocate(long size) {
    return frame.allocate(size);
  }

  /** What comes from a key file may have a NUL inside, and another name would be signed for. */
  long text(String text) throws SecurityKeyException {
    if (text.indexOf('\0') >= 0) {
      throw new SecurityKeyException(Kind.GENERAL, "a NUL in a name");
    }
    return frame.string(text).address();
  }

  /** NULL for none. */
  long pin(byte @Nullable [] pin) throws SecurityKeyException {
    if (pin == null) {
      return 0;
    }
    for (byte b : pin) {
      if (b == 0) {
        throw new SecurityKeyException(Kind.GENERAL, "a NUL in a PIN");
      }
    }
    return copy(pin, pin.length + 1L);
  }

  /** A key handle may be a sealed key. */
  long bytes(byte[] bytes) {
    return copy(bytes, Math.max(1, bytes.length));
  }

  private long copy(byte[] bytes, long size) {
    MemorySegment copy = frame.allocate(size);
    secrets.add(copy);
    MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return copy.address();
  }

  @Override
  public void close() {
    for (MemorySegment secret : secrets) {
      secret.fill((byte) 0);
    }
    frame.close();
  }
}
