package dev.aikagi.posix;

import dev.aikagi.Bytes;
import dev.aikagi.posix.SecurityKeyException.Kind;
import dev.aikagi.posix.SecurityKeyProvider.Signed;

/** A signature with a key in an authenticator. */
final class FidoSigning {
  private static final int ED25519_SIGNATURE = 64;

  private final FidoFrame frame;
  private final int algorithm;
  private final String application;
  private final byte[] keyHandle;
  private final int flags;
  private final long pin;

  /**
   * @param pin where it is in native memory, or 0
   */
  FidoSigning(
      FidoFrame frame, int algorithm, String application, byte[] keyHandle, int flags, long pin) {
    this.frame = frame;
    this.algorithm = algorithm;
    this.application = application;
    this.keyHandle = keyHandle;
    this.flags = flags;
    this.pin = pin;
  }

  private boolean has(int flag) {
    return (flags & flag) != 0;
  }

  Signed on(FidoDevice device, byte[] data) throws SecurityKeyException {
    try (FidoAssertion question = new FidoAssertion(frame)) {
      question.about(data);
      question.allow(application, keyHandle);
      question.touch(has(FidoEnrollment.USER_PRESENCE));
      if (pin == 0 && has(FidoEnrollment.USER_VERIFICATION)) {
        if (device.setting("uv") != FidoDevice.Setting.ON) {
          throw new SecurityKeyException(Kind.PIN_REQUIRED, "the key wants a PIN");
        }
        question.verified();
      }
      int code = question.ask(device, pin);
      if (code != FidoFault.OK) {
        throw frame.fault(code);
      }
      if (question.count() != 1) {
        throw FidoFrame.malformed("no signature");
      }
      return signed(question);
    }
  }

  private Signed signed(FidoAssertion answer) throws SecurityKeyException {
    Bytes signature = answer.signature();
    if (algorithm == SecurityKeyProvider.ECDSA) {
      DerPair pair = DerPair.of(signature.toArray());
      return new Signed(answer.flags(), answer.counter(), pair.first(), pair.second());
    }
    if (signature.length() != ED25519_SIGNATURE) {
      throw FidoFrame.malformed("a signature of " + signature.length() + " bytes");
    }
    return new Signed(answer.flags(), answer.counter(), signature, Bytes.EMPTY);
  }
}
