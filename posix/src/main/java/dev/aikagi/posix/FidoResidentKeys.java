package dev.aikagi.posix;

import dev.aikagi.posix.FidoDevice.Setting;
import dev.aikagi.posix.SecurityKeyProvider.ResidentKey;
import java.util.ArrayList;
import java.util.List;

/** The keys for SSH that an authenticator keeps. */
record FidoResidentKeys(FidoFrame frame, FidoDevice device, long pin) {
  private static final String APPLICATION = "ssh:";

  List<ResidentKey> all() throws SecurityKeyException {
    List<ResidentKey> keys = new ArrayList<>();
    // One that knows somebody by himself needs no PIN for the key, whatever protects that.
    boolean wantsPin = device.setting("uv") == Setting.ABSENT;
    try (FidoObject about = frame.made(Fido.CREDMAN_METADATA_NEW, Fido.CREDMAN_METADATA_FREE);
        FidoObject list = frame.made(Fido.CREDMAN_RP_NEW, Fido.CREDMAN_RP_FREE)) {
      int code = device.ask(Fido.CREDMAN_GET_DEV_METADATA, about.address(), pin);
      if (code == FidoFault.INVALID_COMMAND) {
        return without(keys);
      }
      if (code != FidoFault.OK) {
        throw frame.fault(code);
      }
      code = device.ask(Fido.CREDMAN_GET_DEV_RP, list.address(), pin);
      if (code == FidoFault.NO_CREDENTIALS) {
        return keys;
      }
      if (code != FidoFault.OK) {
        throw frame.fault(code);
      }
      int count = FidoFrame.count(frame.call(Fido.CREDMAN_RP_COUNT, list.address()));
      for (int i = 0; i < count; i++) {
        String name = FidoFrame.textAt(frame.call(Fido.CREDMAN_RP_ID, list.address(), i));
        if (name != null && name.regionMatches(true, 0, APPLICATION, 0, APPLICATION.length())) {
          keys.addAll(of(name, wantsPin));
        }
      }
      return keys;
    }
  }

  /** It keeps none, or in a manner of CTAP 2.1 that older libraries do not know. */
  private List<ResidentKey> without(List<ResidentKey> keys) throws SecurityKeyException {
    if (device.setting("credMgmt") == Setting.ON) {
      String text = "the libfido2 of this system is too old to list this authenticator's keys";
      throw new SecurityKeyException(SecurityKeyException.Kind.UNSUPPORTED, text, text);
    }
    return keys;
  }

  private List<ResidentKey> of(String application, boolean wantsPin) throws SecurityKeyException {
    List<ResidentKey> keys = new ArrayList<>();
    try (FidoObject list = frame.made(Fido.CREDMAN_RK_NEW, Fido.CREDMAN_RK_FREE)) {
      device.check(Fido.CREDMAN_GET_DEV_RK, frame.text(application), list.address(), pin);
      int count = FidoFrame.count(frame.call(Fido.CREDMAN_RK_COUNT, list.address()));
      for (int i = 0; i < count; i++) {
        long address = frame.call(Fido.CREDMAN_RK, list.address(), i);
        if (address == 0) {
          throw FidoFrame.malformed("no key");
        }
        FidoCredential key = new FidoCredential(frame, address);
        int type = key.type();
        if (type != FidoCredential.ES256 && type != FidoCredential.EDDSA) {
          // SSH has no such keys: another program made it.
          continue;
        }
        keys.add(
            new ResidentKey(
                type == FidoCredential.ES256
                    ? SecurityKeyProvider.ECDSA
                    : SecurityKeyProvider.ED25519,
                application,
                key.enrolled(0),
                key.hidden() && wantsPin ? FidoEnrollment.USER_VERIFICATION : 0,
                key.user()));
      }
      return keys;
    }
  }
}
