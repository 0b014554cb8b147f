package dev.aikagi.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A library that functions are in; loaded on first use, and open as long as the process lives. */
@SuppressWarnings("restricted")
final class NativeLibrary {
  static final NativeLibrary C = new NativeLibrary();
  static final NativeLibrary CRYPT = new NativeLibrary("libcrypt.so.1", "libcrypt.so.2");
  static final NativeLibrary FIDO2 = new NativeLibrary("libfido2.so.1");
  static final NativeLibrary GSSAPI = new NativeLibrary("libgssapi_krb5.so.2");
  static final NativeLibrary KRB5 = new NativeLibrary("libkrb5.so.3");
  static final NativeLibrary PAM = new NativeLibrary("libpam.so.0");

  private final List<String> fileNames;
  private @Nullable SymbolLookup lookup;

  NativeLibrary(String... fileNames) {
    this.fileNames = List.of(fileNames);
  }

  boolean present() {
    try {
      lookup();
      return true;
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * @throws UnsupportedOperationException when this system has no such library
   */
  synchronized SymbolLookup lookup() {
    SymbolLookup known = lookup;
    if (known == null) {
      requireLinux();
      known = fileNames.isEmpty() ? NativeFrame.LINKER.defaultLookup() : open();
      lookup = known;
    }
    return known;
  }

  private SymbolLookup open() {
    return fileNames.stream()
        .map(NativeLibrary::load)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(
            () ->
                new UnsupportedOperationException(
                    "this system has no " + String.join(" or ", fileNames)));
  }

  private static Optional<SymbolLookup> load(String fileName) {
    try {
      return Optional.of(SymbolLookup.libraryLookup(fileName, Arena.global()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Structures and constants of this package are those of 64-bit Linux. */
  private static void requireLinux() {
    String system = System.getProperty("os.name", "");
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    if (!system.equals("Linux") || !(machine.equals("amd64") || machine.equals("aarch64"))) {
      throw new UnsupportedOperationException(
          "terminals, users and processes need Linux on x86-64 or AArch64, and this is "
              + system
              + " on "
              + machine);
    }
  }
}
