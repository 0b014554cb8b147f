package dev.aikagi.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Which authenticators there are, and how they are reached. */
interface FidoDevices {
  /** Those that are plugged in. */
  FidoDevices PLUGGED_IN = FidoDevices::manifest;

  /** More than anybody has, as in OpenSSH. */
  int MOST = 8;

  List<String> paths(FidoFrame frame) throws SecurityKeyException;

  /** Before the device is opened. */
  default void prepare(FidoFrame frame, long device) throws SecurityKeyException {}

  /** For somebody to touch one; authenticators themselves wait for half of that. */
  default long touchMilliseconds() {
    return 60_000;
  }

  /** For somebody to touch one of several, as in OpenSSH. */
  default long choiceMilliseconds() {
    return 15_000;
  }

  private static List<String> manifest(FidoFrame frame) throws SecurityKeyException {
    try (FidoObject list = frame.made(Fido.DEV_INFO_NEW, Fido.DEV_INFO_FREE, MOST)) {
      MemorySegment found = frame.allocate(8);
      frame.check(Fido.DEV_INFO_MANIFEST, list.address(), MOST, found.address());
      long count = Math.min(MOST, FidoFrame.count(found.get(ValueLayout.JAVA_LONG, 0)));
      List<String> paths = new ArrayList<>();
      for (long i = 0; i < count; i++) {
        long info = frame.call(Fido.DEV_INFO_PTR, list.address(), i);
        String path = info == 0 ? null : FidoFrame.textAt(frame.call(Fido.DEV_INFO_PATH, info));
        if (path != null) {
          paths.add(path);
        }
      }
      return paths;
    }
  }
}
