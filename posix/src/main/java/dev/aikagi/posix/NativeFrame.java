package dev.aikagi.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory and the errno of a few native calls; one thread's.
 *
 * <p>Every function is called with 64-bit integers, pointers among them, and gives one back. Both
 * calling conventions of {@link Libc} pass an int in the lower half of the same register, so a
 * handle per number of arguments serves all functions: the linker makes five shapes instead of
 * fifty, which start-up would feel. A function that returns an int leaves the upper half undefined:
 * {@link #callInt} drops it.
 */
@SuppressWarnings("restricted")
final class NativeFrame implements AutoCloseable {
  static final Linker LINKER = Linker.nativeLinker();

  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

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

  /** Of three arguments, for calls on the bulk path: nothing is allocated. */
  static long call(MemorySegment function, MemorySegment state, long a, long b, long c) {
    try {
      return (long) Three.HANDLE.invokeExact(function, state, a, b, c);
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Calls with the errno going to a segment of the caller's. */
  static long call(MemorySegment function, MemorySegment state, long... a) {
    try {
      return switch (a.length) {
        case 0, 1 -> (long) One.HANDLE.invokeExact(function, state, a.length == 0 ? 0L : a[0]);
        case 2, 3 ->
            (long) Three.HANDLE.invokeExact(function, state, a[0], a[1], a.length == 2 ? 0L : a[2]);
        case 4 -> (long) Four.HANDLE.invokeExact(function, state, a[0], a[1], a[2], a[3]);
        case 5, 6 ->
            (long)
                Six.HANDLE.invokeExact(
                    function, state, a[0], a[1], a[2], a[3], a[4], a.length == 5 ? 0L : a[5]);
        default -> throw new IllegalArgumentException("more than six arguments");
      };
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    arena.close();
  }

  private static MethodHandle shape(int arguments) {
    MemoryLayout[] layouts = new MemoryLayout[arguments];
    java.util.Arrays.fill(layouts, ValueLayout.JAVA_LONG);
    return LINKER.downcallHandle(FunctionDescriptor.of(ValueLayout.JAVA_LONG, layouts), ERRNO);
  }

  private static final class One {
    static final MethodHandle HANDLE = shape(1);
  }

  private static final class Three {
    static final MethodHandle HANDLE = shape(3);
  }

  private static final class Four {
    static final MethodHandle HANDLE = shape(4);
  }

  private static final class Six {
    static final MethodHandle HANDLE = shape(6);
  }
}
