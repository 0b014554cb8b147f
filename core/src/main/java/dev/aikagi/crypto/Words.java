package dev.aikagi.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Machine words in byte arrays; each access compiles to one load or store. */
final class Words {
  private static final VarHandle INT_BE =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT_LE =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG_BE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG_LE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Words() {}

  static int intBe(byte[] source, int offset) {
    return (int) INT_BE.get(source, offset);
  }

  static void putIntBe(byte[] target, int offset, int value) {
    INT_BE.set(target, offset, value);
  }

  static int intLe(byte[] source, int offset) {
    return (int) INT_LE.get(source, offset);
  }

  static void putIntLe(byte[] target, int offset, int value) {
    INT_LE.set(target, offset, value);
  }

  static long longBe(byte[] source, int offset) {
    return (long) LONG_BE.get(source, offset);
  }

  static void putLongBe(byte[] target, int offset, long value) {
    LONG_BE.set(target, offset, value);
  }

  static long longLe(byte[] source, int offset) {
    return (long) LONG_LE.get(source, offset);
  }

  static void putLongLe(byte[] target, int offset, long value) {
    LONG_LE.set(target, offset, value);
  }
}
