package dev.aikagi.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** An object that libfido2 has made. */
final class FidoObject implements AutoCloseable {
  private final FidoFrame frame;
  private final Fido free;
  private final long[] arguments;
  private final MemorySegment pointer;

  /**
   * @param free which takes where the address is, and what the object was made with
   */
  FidoObject(FidoFrame frame, long address, Fido free, long... arguments) {
    this.frame = frame;
    this.free = free;
    this.arguments = arguments.clone();
    this.pointer = frame.allocate(8);
    pointer.set(ValueLayout.JAVA_LONG, 0, address);
  }

  long address() {
    return pointer.get(ValueLayout.JAVA_LONG, 0);
  }

  /** Once: the library writes a NULL over the address. */
  @Override
  public void close() {
    if (address() == 0) {
      return;
    }
    long size = arguments.length == 0 ? 0 : arguments[0];
    frame.call(free, pointer.address(), size);
  }
}
