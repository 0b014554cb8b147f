package dev.aikagi.posix;

import dev.aikagi.Bytes;
import dev.aikagi.posix.SecurityKeyException.Kind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** A few calls of libfido2, and the memory for them. One thread's. */
@SuppressWarnings("restricted")
final class FidoFrame implements AutoCloseable {
  /** More is no answer of an authenticator, and its length is not believed. */
  static final long MOST = 1 << 20;

  private static final int MOST_TEXT = 4096;

  private final WipedFrame frame = new WipedFrame();

  FidoFrame() {
    // Its settings are those of a thread.
    call(Fido.INIT, 0);
  }

  long call(Fido function, long... arguments) {
    return frame.calls().callAt(function.address(), arguments);
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

  long text(String text) throws SecurityKeyException {
    return frame.text(text);
  }

  long pin(byte @Nullable [] pin) throws SecurityKeyException {
    return frame.pin(pin);
  }

  long bytes(byte[] bytes) {
    return frame.bytes(bytes);
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
    frame.close();
  }
}
