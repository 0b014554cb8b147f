package dev.aikagi.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory and the errno of a few native calls; one thread's.
 *
 * <p>Every function is called with 64-bit integers, pointers among them, and gives one back. Both
 * calling conventions of {@link Libc} pass an int in the lower half of the same register, and
 * arguments that a function does not take in registers that it does not read, so one handle serves
 * all functions: the linker makes one shape instead of fifty, each of which start-up would feel. A
 * function that returns an int leaves the upper half undefined: {@link #callInt} drops it.
 */
@SuppressWarnings("restricted")
final class NativeFrame implements AutoCloseable {
  static final Linker LINKER = Linker.nativeLinker();

  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

  /** What both conventions pass in registers. */
  private static final int MOST = 6;

  private static final MethodHandle HANDLE = handle();

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment state = arena.allocate(4, 4);

  MemorySegment allocate(long size) {
    return arena.allocate(size, 16);
  }

  /** A C string. A NUL inside would cut it short and name something else, so it is refused. */
  MemorySegment string(String text) {
    return string(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A C string of bytes that need not be characters. */
  MemorySegment string(byte[] bytes) {
    for (byte b : bytes) {
      if (b == 0) {
        throw new IllegalArgumentException("a NUL in a name or argument");
      }
    }
    MemorySegment out = allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, out, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return out;
  }

  /** A NULL-terminated array of C strings. */
  MemorySegment strings(List<byte[]> texts) {
    MemorySegment out = allocate(8L * (texts.size() + 1));
    for (int i = 0; i < texts.size(); i++) {
      out.setAtIndex(ValueLayout.JAVA_LONG, i, string(texts.get(i)).address());
    }
    return out;
  }

  /** The C string at this address, or null for NULL. */
  static @Nullable String stringAt(long address) {
    return address == 0
        ? null
        : MemorySegment.ofAddress(address).reinterpret(Long.MAX_VALUE).getString(0);
  }

  int errno() {
    return state.get(ValueLayout.JAVA_INT, 0);
  }

  PosixException failure(String what) {
    return new PosixException(what, errno());
  }

  /** Throws when the result is negative. */
  int check(String what, int result) throws PosixException {
    if (result < 0) {
      throw failure(what);
    }
    return result;
  }

  int callInt(Libc function, long... arguments) {
    return (int) call(function, arguments);
  }

  long call(Libc function, long... arguments) {
    return call(function.address(), state, arguments);
  }

  /** Of a function that is not in {@link Libc}. */
  long callAt(MemorySegment function, long... arguments) {
    return call(function, state, arguments);
  }

  /** Of three arguments, for calls on the bulk path: nothing is allocated. */
  static long call(MemorySegment function, MemorySegment state, long a, long b, long c) {
    return call(function, state, a, b, c, 0, 0, 0);
  }

  /** Calls with the errno going to a segment of the caller's. */
  static long call(MemorySegment function, MemorySegment state, long... given) {
    long[] a = Arrays.copyOf(given, MOST);
    if (given.length > MOST) {
      throw new IllegalArgumentException("more than six arguments");
    }
    return call(function, state, a[0], a[1], a[2], a[3], a[4], a[5]);
  }

  /** Of six arguments; allocates nothing either. */
  static long call(
      MemorySegment function, MemorySegment state, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) HANDLE.invokeExact(function, state, a, b, c, d, e, f);
    } catch (Error | RuntimeException thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new AssertionError(thrown);
    }
  }

  @Override
  public void close() {
    arena.close();
  }

  private static MethodHandle handle() {
    MemoryLayout[] layouts = new MemoryLayout[MOST];
    Arrays.fill(layouts, ValueLayout.JAVA_LONG);
    return LINKER.downcallHandle(FunctionDescriptor.of(ValueLayout.JAVA_LONG, layouts), ERRNO);
  }
}
