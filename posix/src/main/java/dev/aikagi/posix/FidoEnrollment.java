package dev.aikagi.posix;

import dev.aikagi.Bytes;
import dev.aikagi.posix.SecurityKeyException.Kind;
import dev.aikagi.posix.SecurityKeyProvider.Enrolled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A key that an authenticator is asked to make. */
final class FidoEnrollment {
  /** What the key's flags are to libfido2 and OpenSSH, whose names these users have. */
  static final int USER_PRESENCE = 0x01;

  static final int USER_VERIFICATION = 0x04;
  static final int RESIDENT = 0x20;

  private static final int USER = 32;
  private static final String NAME = "openssh";
  private static final int YES = 2;

  private final FidoFrame frame;
  private final String application;
  private final int flags;
  private final byte[] user;
  private final long pin;

  FidoEnrollment(
      FidoFrame frame,
      String application,
      int flags,
      byte @Nullable [] pin,
      Map<String, String> options)
      throws SecurityKeyException {
    this.frame = frame;
    this.application = application;
    this.flags = flags;
    this.user = user(options.getOrDefault("user", ""));
    this.pin = frame.pin(pin);
  }

  /** OpenSSH's: a C string in 32 bytes, of which the last one is a NUL. */
  private static byte[] user(String name) throws SecurityKeyException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= USER) {
      String text = "the name of the user is longer than " + (USER - 1) + " bytes";
      throw new SecurityKeyException(Kind.GENERAL, text, text);
    }
    return Arrays.copyOf(bytes, USER);
  }

  private boolean has(int flag) {
    return (flags & flag) != 0;
  }

  Enrolled on(FidoDevice device, int algorithm, byte[] challenge) throws SecurityKeyException {
    if (algorithm == SecurityKeyProvider.ED25519 && !device.isFido2()) {
      throw unsupported("the authenticator is older than FIDO2, and makes ecdsa-sk keys only");
    }
    if (has(RESIDENT) && !has(SecurityKeyProvider.REPLACE)) {
      mayNotExist(device);
    }
    try (FidoObject key = frame.made(Fido.CRED_NEW, Fido.CRED_FREE)) {
      frame.check(Fido.CRED_SET_TYPE, key.address(), FidoCredential.cose(algorithm));
      long data = frame.bytes(challenge);
      frame.check(Fido.CRED_SET_CLIENTDATA, key.address(), data, challenge.length);
      frame.check(Fido.CRED_SET_RK, key.address(), has(RESIDENT) ? YES : 0);
      long name = frame.text(NAME);
      frame.check(Fido.CRED_SET_USER, key.address(), frame.bytes(user), USER, name, name, 0);
      frame.check(Fido.CRED_SET_RP, key.address(), frame.text(application), 0);
      protect(device, key);
      device.check(Fido.DEV_MAKE_CRED, key.address(), pin);
      FidoCredential made = new FidoCredential(frame, key.address());
      boolean attested = made.certificate().length() > 0;
      frame.check(attested ? Fido.CRED_VERIFY : Fido.CRED_VERIFY_SELF, key.address());
      return made.enrolled(flags & ~SecurityKeyProvider.REPLACE);
    }
  }

  /**
   * A key that the authenticator keeps is there for whoever finds it, so one that it cannot protect
   * is not made.
   */
  private void protect(FidoDevice device, FidoObject key) throws SecurityKeyException {
    if (!has(RESIDENT) && !has(USER_VERIFICATION)) {
      return;
    }
    if (!device.protectsKeys()) {
      throw unsupported("the authenticator cannot protect a resident or verify-required key");
    }
    int protection = has(USER_VERIFICATION) ? FidoCredential.HIDDEN : FidoCredential.NAMED;
    frame.check(Fido.CRED_SET_PROT, key.address(), protection);
  }

  private static SecurityKeyException unsupported(String text) {
    return new SecurityKeyException(Kind.UNSUPPORTED, text, text);
  }

  /** An authenticator keeps one key of an application and a user, and would replace it unasked. */
  private void mayNotExist(FidoDevice device) throws SecurityKeyException {
    try (FidoAssertion question = new FidoAssertion(frame)) {
      question.of(application);
      question.about(new byte[32]);
      question.touch(false);
      if (pin == 0 && device.setting("uv") != FidoDevice.Setting.ABSENT) {
        question.verified();
      }
      int code = question.ask(device, pin);
      if (code == FidoFault.NO_CREDENTIALS) {
        return;
      }
      if (code != FidoFault.OK) {
        throw frame.fault(code);
      }
      int count = question.count();
      for (int i = 0; i < count; i++) {
        if (question.user(i).equals(Bytes.of(user))) {
          throw new SecurityKeyException(
              Kind.CREDENTIAL_EXISTS, "the authenticator keeps such a key already");
        }
      }
    }
  }
}
