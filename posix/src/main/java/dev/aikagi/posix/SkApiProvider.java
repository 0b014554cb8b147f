package dev.aikagi.posix;

import dev.aikagi.Bytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A library that reaches FIDO authenticators, with the functions of OpenSSH's sk-api.h, version 9
 * and 10, which differ only in what they may answer; the key of version 8 has no flags. Its
 * structures are those of 64-bit systems.
 *
 * <p>It runs in this process: who names a library here trusts it with the process.
 */
final class SkApiProvider implements SecurityKeyProvider {
  /** More is no answer of an authenticator, and its length is not believed. */
  private static final long MOST = 1 << 20;

  private static final int OPTION = 24;
  private static final int ENROLLED = 88;
  private static final int RESIDENT_KEY = 16 + 8;
  private static final int RESIDENT_FLAGS = RESIDENT_KEY + ENROLLED;
  private static final int RESIDENT_USER = RESIDENT_FLAGS + 8;
  private static final int RESIDENT = RESIDENT_USER + 16;

  private final String path;
  private final SecurityKeyLibrary library;

  private SkApiProvider(String path, SecurityKeyLibrary library) {
    this.path = path;
    this.library = library;
  }

  static SkApiProvider load(String path) throws SecurityKeyException {
    return new SkApiProvider(path, SecurityKeyLibrary.load(path));
  }

  @Override
  public Enrolled enroll(
      int algorithm,
      byte[] challenge,
      String application,
      int flags,
      byte @Nullable [] pin,
      Map<String, String> options)
      throws SecurityKeyException {
    try (WipedFrame frame = new WipedFrame()) {
      MemorySegment answer = frame.allocate(8);
      library.call(
          SecurityKeyLibrary.Function.ENROLL,
          path,
          algorithm,
          frame.bytes(challenge),
          challenge.length,
          frame.text(application),
          flags,
          frame.pin(pin),
          options(frame, options),
          answer.address());
      MemorySegment made = structure(address(answer, 0), ENROLLED);
      try {
        return enrolled(made, 0);
      } finally {
        freeEnrolled(frame, made, 0);
        free(frame, made.address(), ENROLLED);
      }
    }
  }

  @Override
  public Signed sign(
      int algorithm,
      byte[] data,
      String application,
      byte[] keyHandle,
      int flags,
      byte @Nullable [] pin)
      throws SecurityKeyException {
    try (WipedFrame frame = new WipedFrame()) {
      MemorySegment answer = frame.allocate(8);
      library.call(
          SecurityKeyLibrary.Function.SIGN,
          path,
          algorithm,
          frame.bytes(data),
          data.length,
          frame.text(application),
          frame.bytes(keyHandle),
          keyHandle.length,
          flags,
          frame.pin(pin),
          options(frame, Map.of()),
          answer.address());
      MemorySegment made = structure(address(answer, 0), 40);
      try {
        return new Signed(
            made.get(ValueLayout.JAVA_BYTE, 0) & 0xff,
            made.get(ValueLayout.JAVA_INT, 4) & 0xffff_ffffL,
            field(made, 8),
            field(made, 24));
      } finally {
        freeField(frame, made, 8);
        freeField(frame, made, 24);
        free(frame, made.address(), 40);
      }
    }
  }

  @Override
  public List<ResidentKey> residentKeys(byte[] pin, Map<String, String> options)
      throws SecurityKeyException {
    try (WipedFrame frame = new WipedFrame()) {
      MemorySegment answer = frame.allocate(16);
      library.call(
          SecurityKeyLibrary.Function.LOAD_RESIDENT_KEYS,
          path,
          frame.pin(pin),
          options(frame, options),
          answer.address(),
          answer.address() + 8);
      long count = address(answer, 8);
      if (count == 0) {
        return List.of();
      }
      MemorySegment list = structure(address(answer, 0), 8 * checked(count));
      List<ResidentKey> keys = new ArrayList<>();
      try {
        for (int i = 0; i < count; i++) {
          keys.add(resident(structure(address(list, 8L * i), RESIDENT)));
        }
        return keys;
      } finally {
        for (int i = 0; i < count; i++) {
          freeResident(frame, address(list, 8L * i));
        }
        free(frame, list.address(), 0);
      }
    }
  }

  private ResidentKey resident(MemorySegment key) throws SecurityKeyException {
    String application = NativeFrame.stringAt(address(key, 16));
    if (application == null) {
      throw strange();
    }
    return new ResidentKey(
        key.get(ValueLayout.JAVA_INT, 0),
        application,
        enrolled(key, RESIDENT_KEY),
        key.get(ValueLayout.JAVA_BYTE, RESIDENT_FLAGS) & 0xff,
        field(key, RESIDENT_USER));
  }

  private Enrolled enrolled(MemorySegment at, int offset) throws SecurityKeyException {
    return new Enrolled(
        at.get(ValueLayout.JAVA_BYTE, offset) & 0xff,
        field(at, offset + 8),
        field(at, offset + 24),
        field(at, offset + 40),
        field(at, offset + 56),
        field(at, offset + 72));
  }

  private SecurityKeyException strange() {
    return new SecurityKeyException(
        SecurityKeyException.Kind.GENERAL, "Provider \"" + path + "\" gave a malformed answer");
  }

  private long checked(long length) throws SecurityKeyException {
    if (length < 0 || length > MOST) {
      throw strange();
    }
    return length;
  }

  private MemorySegment structure(long address, long size) throws SecurityKeyException {
    if (address == 0) {
      throw strange();
    }
    return memory(address, size);
  }

  @SuppressWarnings("restricted")
  private static MemorySegment memory(long address, long size) {
    return MemorySegment.ofAddress(address).reinterpret(size);
  }

  /** A pointer and, behind it, the number of its bytes. */
  private Bytes field(MemorySegment at, int offset) throws SecurityKeyException {
    long address = address(at, offset);
    long length = checked(address(at, offset + 8));
    if (address == 0 && length > 0) {
      throw strange();
    }
    return length == 0
        ? Bytes.EMPTY
        : Bytes.of(memory(address, length).toArray(ValueLayout.JAVA_BYTE));
  }

  private static long address(MemorySegment at, long offset) {
    return at.get(ValueLayout.JAVA_LONG, offset);
  }

  private static void freeResident(WipedFrame frame, long address) {
    if (address != 0) {
      MemorySegment key = memory(address, RESIDENT);
      frame.calls().call(Libc.FREE, address(key, 16));
      freeEnrolled(frame, key, RESIDENT_KEY);
      freeField(frame, key, RESIDENT_USER);
      free(frame, address, RESIDENT);
    }
  }

  private static void freeEnrolled(WipedFrame frame, MemorySegment at, int offset) {
    for (int field = 8; field < ENROLLED; field += 16) {
      freeField(frame, at, offset + field);
    }
  }

  private static void freeField(WipedFrame frame, MemorySegment at, int offset) {
    free(frame, address(at, offset), address(at, offset + 8));
  }

  /** Wiped first: a key handle may be a sealed key. */
  private static void free(WipedFrame frame, long address, long length) {
    if (address != 0) {
      if (length > 0 && length <= MOST) {
        memory(address, length).fill((byte) 0);
      }
      frame.calls().call(Libc.FREE, address);
    }
  }

  /**
   * A list that ends with NULL; none is "required", so that a library may ignore what it cannot do.
   */
  private static long options(WipedFrame frame, Map<String, String> options)
      throws SecurityKeyException {
    MemorySegment list = frame.allocate(8L * (options.size() + 1));
    int index = 0;
    for (Map.Entry<String, String> option : options.entrySet()) {
      MemorySegment entry = frame.allocate(OPTION);
      entry.set(ValueLayout.JAVA_LONG, 0, frame.text(option.getKey()));
      entry.set(ValueLayout.JAVA_LONG, 8, frame.text(option.getValue()));
      entry.set(ValueLayout.JAVA_BYTE, 16, (byte) 0);
      list.setAtIndex(ValueLayout.JAVA_LONG, index++, entry.address());
    }
    return list.address();
  }
}
