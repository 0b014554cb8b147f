package dev.aikagi.posix;

import dev.aikagi.posix.SecurityKeyException.Kind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The functions of sk-api.h in a library, each found when it is called. */
@SuppressWarnings("restricted")
final class SecurityKeyLibrary {
  private static final String VERSION = "sk_api_version";
  private static final int OLDEST = 0x0009;
  private static final int NEWEST = 0x000a;
  private static final long MAX_FILE = 256 << 20;

  /**
   * As in {@link NativeFrame}, one shape for all: those of ten arguments come on the stack in 64
   * bits each with both calling conventions.
   */
  private static final int MOST = 10;

  /** The functions. */
  enum Function {
    ENROLL("sk_enroll"),
    SIGN("sk_sign"),
    LOAD_RESIDENT_KEYS("sk_load_resident_keys");

    private final String symbol;

    Function(String symbol) {
      this.symbol = symbol;
    }
  }

  private final SymbolLookup lookup;
  private final MethodHandle handle;

  private SecurityKeyLibrary(SymbolLookup lookup) {
    this.lookup = lookup;
    MemoryLayout[] layouts = new MemoryLayout[MOST];
    Arrays.fill(layouts, ValueLayout.JAVA_LONG);
    handle =
        NativeFrame.LINKER.downcallHandle(FunctionDescriptor.of(ValueLayout.JAVA_LONG, layouts));
  }

  static SecurityKeyLibrary load(String path) throws SecurityKeyException {
    Path file = Path.of(path).toAbsolutePath();
    if (!names(file)) {
      throw notOne(path, "is not an OpenSSH FIDO library");
    }
    SecurityKeyLibrary library;
    try {
      library = new SecurityKeyLibrary(SymbolLookup.libraryLookup(file, Arena.global()));
    } catch (IllegalArgumentException e) {
      throw notOne(path, "cannot be loaded: a library that it needs may be missing");
    }
    long version = library.call(VERSION, path) & 0xffff_ffffL;
    long major = version >>> 16;
    if (major < OLDEST || major > NEWEST) {
      throw notOne(
          path,
          "implements version 0x%08x of the interface, and 0x%04x0000 to 0x%04x0000 are supported"
              .formatted(version, OLDEST, NEWEST));
    }
    return library;
  }

  private static SecurityKeyException notOne(String path, String fault) {
    return new SecurityKeyException(Kind.NOT_A_PROVIDER, "provider " + path + " " + fault);
  }

  /**
   * Loading runs code of the library, so another one is not loaded to be asked (CVE-2023-38408).
   */
  private static boolean names(Path file) throws SecurityKeyException {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE) {
        return false;
      }
      String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      return content.contains("\0" + VERSION + "\0");
    } catch (IOException e) {
      throw notOne(file.toString(), "cannot be read");
    }
  }

  /**
   * @throws SecurityKeyException where the function answers anything but 0
   */
  void call(Function function, String path, long... arguments) throws SecurityKeyException {
    int code = (int) call(function.symbol, path, arguments);
    if (code != 0) {
      throw SecurityKeyException.of(code, path);
    }
  }

  private long call(String symbol, String path, long... given) throws SecurityKeyException {
    MemorySegment function =
        lookup.find(symbol).orElseThrow(() -> notOne(path, "has no function " + symbol));
    long[] a = Arrays.copyOf(given, MOST);
    try {
      return (long)
          handle.invokeExact(function, a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9]);
    } catch (Error | RuntimeException thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new AssertionError(thrown);
    }
  }
}
