package dev.aikagi.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** An authenticator that is open. */
final class FidoDevice implements AutoCloseable {
  /** For what needs nobody. */
  private static final long SOON = 5_000;

  private final FidoFrame frame;
  private final FidoObject device;
  private final long touch;
  private boolean waits;

  private FidoDevice(FidoFrame frame, FidoObject device, long touch) {
    this.frame = frame;
    this.device = device;
    this.touch = touch;
  }

  /**
   * @throws SecurityKeyException where it cannot be opened
   */
  static FidoDevice open(FidoFrame frame, FidoDevices devices, String path)
      throws SecurityKeyException {
    FidoObject device = frame.made(Fido.DEV_NEW, Fido.DEV_FREE);
    try {
      frame.check(Fido.DEV_SET_TIMEOUT, device.address(), SOON);
      devices.prepare(frame, device.address());
      frame.check(Fido.DEV_OPEN, device.address(), frame.text(path));
      return new FidoDevice(frame, device, devices.touchMilliseconds());
    } catch (SecurityKeyException e) {
      device.close();
      throw e;
    }
  }

  /** What may wait for somebody. */
  int ask(Fido function, long... more) {
    frame.callInt(Fido.DEV_SET_TIMEOUT, device.address(), touch);
    try {
      return askSoon(function, more);
    } finally {
      frame.callInt(Fido.DEV_SET_TIMEOUT, device.address(), SOON);
    }
  }

  int askSoon(Fido function, long... more) {
    long[] arguments = new long[more.length + 1];
    arguments[0] = device.address();
    System.arraycopy(more, 0, arguments, 1, more.length);
    int code = frame.callInt(function, arguments);
    waits = code == FidoFault.RX;
    return code;
  }

  void check(Fido function, long... more) throws SecurityKeyException {
    int code = ask(function, more);
    if (code != FidoFault.OK) {
      throw frame.fault(code);
    }
  }

  boolean isFido2() {
    return frame.is(Fido.DEV_IS_FIDO2, device.address());
  }

  boolean protectsKeys() {
    return frame.is(Fido.DEV_SUPPORTS_CRED_PROT, device.address());
  }

  /** Has it blink. Whether it does. */
  boolean beginTouch() {
    waits = frame.callInt(Fido.DEV_GET_TOUCH_BEGIN, device.address()) == FidoFault.OK;
    return waits;
  }

  /**
   * Whether it has been touched since {@link #beginTouch}.
   *
   * @throws SecurityKeyException where it is gone
   */
  boolean touched(int milliseconds) throws SecurityKeyException {
    MemorySegment answer = frame.allocate(4);
    frame.check(Fido.DEV_GET_TOUCH_STATUS, device.address(), answer.address(), milliseconds);
    boolean touched = answer.get(ValueLayout.JAVA_INT, 0) != 0;
    waits = !touched;
    return touched;
  }

  /** A setting that it may have, such as "uv", that it knows somebody by himself. */
  enum Setting {
    ABSENT,
    OFF,
    ON
  }

  Setting setting(String name) throws SecurityKeyException {
    if (!isFido2()) {
      return Setting.ABSENT;
    }
    try (FidoObject info = frame.made(Fido.CBOR_INFO_NEW, Fido.CBOR_INFO_FREE)) {
      frame.check(Fido.DEV_GET_CBOR_INFO, device.address(), info.address());
      int count = FidoFrame.count(frame.call(Fido.CBOR_INFO_OPTIONS_LEN, info.address()));
      if (count == 0) {
        return Setting.ABSENT;
      }
      MemorySegment names =
          FidoFrame.memory(frame.call(Fido.CBOR_INFO_OPTIONS_NAME_PTR, info.address()), 8L * count);
      MemorySegment values =
          FidoFrame.memory(frame.call(Fido.CBOR_INFO_OPTIONS_VALUE_PTR, info.address()), count);
      for (int i = 0; i < count; i++) {
        if (name.equals(FidoFrame.textAt(names.getAtIndex(ValueLayout.JAVA_LONG, i)))) {
          return values.get(ValueLayout.JAVA_BYTE, i) != 0 ? Setting.ON : Setting.OFF;
        }
      }
      return Setting.ABSENT;
    }
  }

  /** What still waits for somebody stops blinking. */
  @Override
  public void close() {
    if (waits) {
      frame.callInt(Fido.DEV_CANCEL, device.address());
    }
    frame.callInt(Fido.DEV_CLOSE, device.address());
    device.close();
  }
}
