package dev.aikagi.posix;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The authenticators that libfido2 reaches. */
final class FidoProvider implements SecurityKeyProvider {
  private final FidoDevices devices;

  private FidoProvider(FidoDevices devices) {
    this.devices = devices;
  }

  static FidoProvider load() throws SecurityKeyException {
    return load(FidoDevices.PLUGGED_IN);
  }

  static FidoProvider load(FidoDevices devices) throws SecurityKeyException {
    Fido.load(NativeLibrary.FIDO2);
    return new FidoProvider(devices);
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
    try (FidoFrame frame = new FidoFrame()) {
      FidoEnrollment enrollment = new FidoEnrollment(frame, application, flags, pin, options);
      try (FidoDevice device = new FidoChoice(frame, devices).of(options)) {
        return enrollment.on(device, algorithm, challenge);
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
    try (FidoFrame frame = new FidoFrame()) {
      FidoSigning signing =
          new FidoSigning(frame, algorithm, application, keyHandle, flags, frame.pin(pin));
      boolean hidden = pin != null || (flags & FidoEnrollment.USER_VERIFICATION) != 0;
      try (FidoDevice device =
          new FidoChoice(frame, devices).holding(application, keyHandle, hidden)) {
        return signing.on(device, data);
      }
    }
  }

  @Override
  public List<ResidentKey> residentKeys(byte[] pin, Map<String, String> options)
      throws SecurityKeyException {
    try (FidoFrame frame = new FidoFrame()) {
      long secret = frame.pin(pin);
      try (FidoDevice device = new FidoChoice(frame, devices).of(options)) {
        return new FidoResidentKeys(frame, device, secret).all();
      }
    }
  }
}
