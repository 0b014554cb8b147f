package dev.aikagi.posix;

import dev.aikagi.Bytes;

/** A signature that an authenticator is asked for. */
final class FidoAssertion implements AutoCloseable {
  /** What libfido2 calls false and true; 0 leaves it to the authenticator. */
  private static final int NO = 1;

  private static final int YES = 2;

  private final FidoFrame frame;
  private final FidoObject object;

  FidoAssertion(FidoFrame frame) {
    this.frame = frame;
    this.object = frame.made(Fido.ASSERT_NEW, Fido.ASSERT_FREE);
  }

  void of(String application) throws SecurityKeyException {
    frame.check(Fido.ASSERT_SET_RP, object.address(), frame.text(application));
  }

  void allow(String application, byte[] keyHandle) throws SecurityKeyException {
    of(application);
    long handle = frame.bytes(keyHandle);
    frame.check(Fido.ASSERT_ALLOW_CRED, object.address(), handle, keyHandle.length);
  }

  /** Its hash is signed. */
  void about(byte[] data) throws SecurityKeyException {
    frame.check(Fido.ASSERT_SET_CLIENTDATA, object.address(), frame.bytes(data), data.length);
  }

  void touch(boolean wanted) throws SecurityKeyException {
    frame.check(Fido.ASSERT_SET_UP, object.address(), wanted ? YES : NO);
  }

  /** Without a PIN: by a finger that it knows, say. */
  void verified() throws SecurityKeyException {
    frame.check(Fido.ASSERT_SET_UV, object.address(), YES);
  }

  int ask(FidoDevice device, long pin) {
    return device.ask(Fido.DEV_GET_ASSERT, object.address(), pin);
  }

  /** What needs nobody. */
  int askSoon(FidoDevice device) {
    return device.askSoon(Fido.DEV_GET_ASSERT, object.address(), 0);
  }

  /** How many keys have signed: several where none was named. */
  int count() throws SecurityKeyException {
    return FidoFrame.count(frame.call(Fido.ASSERT_COUNT, object.address()));
  }

  int flags() {
    return frame.callInt(Fido.ASSERT_FLAGS, object.address(), 0) & 0xff;
  }

  long counter() {
    return frame.call(Fido.ASSERT_SIGCOUNT, object.address(), 0) & 0xffff_ffffL;
  }

  Bytes signature() throws SecurityKeyException {
    return frame.answer(Fido.ASSERT_SIG_PTR, Fido.ASSERT_SIG_LEN, object.address(), 0);
  }

  Bytes user(int index) throws SecurityKeyException {
    return frame.answer(Fido.ASSERT_USER_ID_PTR, Fido.ASSERT_USER_ID_LEN, object.address(), index);
  }

  @Override
  public void close() {
    object.close();
  }
}
