package dev.aikagi.posix;

import dev.aikagi.posix.SecurityKeyException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Which of the authenticators that are plugged in is meant. */
final class FidoChoice {
  /** For one to say whether it has been touched: nothing else waits between two rounds. */
  private static final int ROUND = 50;

  private final FidoFrame frame;
  private final FidoDevices devices;

  /** Those that cannot be opened, and why: one of them may be the one that is meant. */
  private final List<String> unopened = new ArrayList<>();

  FidoChoice(FidoFrame frame, FidoDevices devices) {
    this.frame = frame;
    this.devices = devices;
  }

  /** The one that an option names, else the only one, else that of several which is touched. */
  FidoDevice of(Map<String, String> options) throws SecurityKeyException {
    String path = options.get("device");
    if (path != null) {
      return opened(List.of(path)).getFirst();
    }
    return touched(opened(devices.paths(frame)));
  }

  /**
   * The one that holds a key. Each is asked without a touch and without the PIN, which a wrong one
   * would count as an attempt; what it shows only to a person whom it knows, that person finds.
   */
  FidoDevice holding(String application, byte[] keyHandle, boolean hidden)
      throws SecurityKeyException {
    List<FidoDevice> open = opened(devices.paths(frame));
    if (open.size() == 1) {
      return open.getFirst();
    }
    Optional<FidoDevice> found = Optional.empty();
    boolean goesOn = false;
    try {
      for (FidoDevice device : open) {
        if (found.isEmpty() && holds(device, application, keyHandle)) {
          found = Optional.of(device);
        }
      }
      goesOn = found.isEmpty() && hidden;
    } finally {
      if (!goesOn) {
        closeAllBut(found, open);
      }
    }
    return found.isPresent() || !goesOn ? found.orElseThrow(this::noneHolds) : touched(open);
  }

  private SecurityKeyException noneHolds() {
    String none = "no authenticator that is plugged in holds this key";
    return none(unopened.isEmpty() ? none : none + "; " + String.join("; ", unopened));
  }

  private boolean holds(FidoDevice device, String application, byte[] keyHandle)
      throws SecurityKeyException {
    try (FidoAssertion question = new FidoAssertion(frame)) {
      question.allow(application, keyHandle);
      question.about(new byte[32]);
      question.touch(false);
      int code = question.askSoon(device);
      // Those before FIDO2 say that they would sign, if somebody touched them.
      return code == FidoFault.OK || code == FidoFault.USER_PRESENCE_REQUIRED;
    }
  }

  private FidoDevice touched(List<FidoDevice> open) throws SecurityKeyException {
    if (open.size() == 1) {
      return open.getFirst();
    }
    Optional<FidoDevice> touched = Optional.empty();
    try {
      List<FidoDevice> blinking = new ArrayList<>(open);
      blinking.removeIf(device -> !device.beginTouch());
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(devices.choiceMilliseconds());
      while (touched.isEmpty() && !blinking.isEmpty() && System.nanoTime() - end < 0) {
        touched = round(blinking);
      }
    } finally {
      closeAllBut(touched, open);
    }
    return touched.orElseThrow(
        () -> none("nobody touched one of the " + open.size() + " authenticators in time"));
  }

  private static Optional<FidoDevice> round(List<FidoDevice> blinking) {
    for (FidoDevice device : List.copyOf(blinking)) {
      try {
        if (device.touched(ROUND)) {
          return Optional.of(device);
        }
      } catch (SecurityKeyException e) {
        // Unplugged, or it waits no longer: one of the others is meant.
        blinking.remove(device);
      }
    }
    return Optional.empty();
  }

  private static void closeAllBut(Optional<FidoDevice> chosen, List<FidoDevice> open) {
    for (FidoDevice device : open) {
      if (chosen.isEmpty() || chosen.get() != device) {
        device.close();
      }
    }
  }

  /** At least one. */
  private List<FidoDevice> opened(List<String> paths) throws SecurityKeyException {
    List<FidoDevice> open = new ArrayList<>();
    for (String path : paths) {
      try {
        open.add(FidoDevice.open(frame, devices, path));
      } catch (SecurityKeyException e) {
        unopened.add(unopened(path, e));
      }
    }
    if (open.isEmpty()) {
      throw none(
          paths.isEmpty() ? "no FIDO authenticator is plugged in" : String.join("; ", unopened));
    }
    return open;
  }

  private static String unopened(String path, SecurityKeyException e) {
    Path file = Path.of(path);
    if (Files.exists(file) && !(Files.isReadable(file) && Files.isWritable(file))) {
      return "this user may not open "
          + path
          + ": a rule of udev may allow that (libfido2 has one)";
    }
    return path + " cannot be opened: " + e.detail().orElse(String.valueOf(e.getMessage()));
  }

  private static SecurityKeyException none(String detail) {
    return new SecurityKeyException(Kind.DEVICE_NOT_FOUND, detail, detail);
  }
}
