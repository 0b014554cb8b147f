package dev.aikagi.posix;

import dev.aikagi.Bytes;
import dev.aikagi.posix.SecurityKeyException.Kind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A few calls of libfido2, and the memory for them: wiped when it is closed. One thread's. */
@SuppressWarnings("restricted")
final class FidoFrame implements AutoCloseable {
  /** More is no answer of an authenticator, and its length is not believed. */
  static final long MOST = 1 << 20;

  private static final int MOST_TEXT = 4096;

  private final NativeFrame frame = new NativeFrame();
  private final List<MemorySegment> secrets = new ArrayList<>();

  FidoFrame() {
    // Its settings are those of a thread.
    call(Fido.INIT, 0);
  }

  long call(Fido function, long... arguments) {
    return frame.callAt(function.address(), arguments);
  }

  int callInt(Fido function, long... arguments) {
    return (int) call(function, arguments);
  }

  /** A bool leaves all but the lowest byte undefined. */
  boolean is(Fido function, long... arguments) {
    return (call(function, arguments) & 0xff) != 0;
  }

  /**
   * @throws SecurityKeyException where the function answers anything but FIDO_OK
   */
  void check(Fido function, long... arguments) throws SecurityKeyException {
    int code = callInt(function, arguments);
    if (code != FidoFault.OK) {
      throw fault(code);
    }
  }

  SecurityKeyException fault(int code) {
    String text = NativeFrame.stringAt(call(Fido.STRERR, code));
    return FidoFault.of(code, text == null ? "error " + code : text);
  }

  /** An object of the library; whoever closes it frees it. */
  FidoObject made(Fido maker, Fido free, long... arguments) {
    long address = call(maker, arguments);
    if (address == 0) {
      throw new OutOfMemoryError(maker.name());
    }
    return new FidoObject(this, address, free, arguments);
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
    MemorySegment copy = frame.allocate(pin.length + 1L);
    secrets.add(copy);
    MemorySegment.copy(pin, 0, copy, ValueLayout.JAVA_BYTE, 0, pin.length);
    return copy.address();
  }

  long bytes(byte[] bytes) {
    MemorySegment copy = frame.allocate(Math.max(1, bytes.length));
    // A key handle may be a sealed key.
    secrets.add(copy);
    MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return copy.address();
  }

  /** What two functions say together: where bytes are, and how many. */
  Bytes answer(Fido pointer, Fido length, long... of) throws SecurityKeyException {
    long size = count(call(length, of));
    long address = call(pointer, of);
    if (size == 0) {
      return Bytes.EMPTY;
    }
    return Bytes.of(memory(address, size).toArray(ValueLayout.JAVA_BYTE));
  }

  /** A number that the library gives, as one of what can be there. */
  static int count(long number) throws SecurityKeyException {
    if (number < 0 || number > MOST) {
      throw malformed("a length of " + number);
    }
    return (int) number;
  }

  static MemorySegment memory(long address, long size) throws SecurityKeyException {
    if (address == 0) {
      throw malformed("nothing");
    }
    return MemorySegment.ofAddress(address).reinterpret(size);
  }

  /** A C string of the library's, or null. */
  static @Nullable String textAt(long address) throws SecurityKeyException {
    if (address == 0) {
      return null;
    }
    try {
      return memory(address, MOST_TEXT).getString(0);
    } catch (IndexOutOfBoundsException e) {
      throw malformed("a name without an end");
    }
  }

  static SecurityKeyException malformed(String what) {
    String text = "the authenticator gave a malformed answer: " + what;
    return new SecurityKeyException(Kind.GENERAL, text, text);
  }

  @Override
  public void close() {
    for (MemorySegment secret : secrets) {
      secret.fill((byte) 0);
    }
    frame.close();
  }
}
