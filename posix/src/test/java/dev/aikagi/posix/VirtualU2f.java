package dev.aikagi.posix;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** The messages of an authenticator before FIDO2: FIDO U2F Raw Message Formats 1.2. */
final class VirtualU2f {
  private static final byte[] OK = {(byte) 0x90, 0};
  private static final byte[] TOUCH_FIRST = {0x69, (byte) 0x85};
  private static final byte[] WRONG = {0x6a, (byte) 0x80};

  private final VirtualAuthenticator authenticator;
  private final KeyPair maker;
  private final Map<String, KeyPair> keys = new HashMap<>();
  private int counter = 6;

  VirtualU2f(VirtualAuthenticator authenticator) throws GeneralSecurityException {
    this.authenticator = authenticator;
    this.maker = VirtualKey.pair(FidoCredential.ES256);
  }

  byte[] answer(byte[] message) throws GeneralSecurityException {
    byte[] data = Arrays.copyOfRange(message, 7, message.length);
    boolean touched = authenticator.person == VirtualAuthenticator.Person.TOUCHES;
    return switch (message[1]) {
      case 1 -> touched ? register(data) : TOUCH_FIRST;
      case 2 -> sign(data, message[2] == 3 && touched);
      default -> WRONG;
    };
  }

  private byte[] register(byte[] data) throws GeneralSecurityException {
    KeyPair pair = VirtualKey.pair(FidoCredential.ES256);
    byte[] handle = new byte[64];
    Arrays.fill(handle, (byte) keys.size());
    System.arraycopy(data, 32, handle, 0, 32);
    keys.put(HexFormat.of().formatHex(handle), pair);
    byte[] point = VirtualKey.point(pair);
    byte[] signature =
        VirtualKey.sign(
            maker,
            FidoCredential.ES256,
            new byte[1],
            Arrays.copyOfRange(data, 32, 64),
            Arrays.copyOf(data, 32),
            handle,
            point);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(5);
    out.writeBytes(point);
    out.write(handle.length);
    out.writeBytes(handle);
    out.writeBytes(VirtualKey.certificate(maker));
    out.writeBytes(signature);
    out.writeBytes(OK);
    return out.toByteArray();
  }

  private byte[] sign(byte[] data, boolean touched) throws GeneralSecurityException {
    byte[] handle = Arrays.copyOfRange(data, 65, 65 + (data[64] & 0xff));
    KeyPair pair = keys.get(HexFormat.of().formatHex(handle));
    if (pair == null || !Arrays.equals(handle, 0, 32, data, 32, 64)) {
      return WRONG;
    }
    if (!touched) {
      return TOUCH_FIRST;
    }
    byte[] said = ByteBuffer.allocate(5).put((byte) 1).putInt(++counter).array();
    byte[] signature =
        VirtualKey.sign(
            pair,
            FidoCredential.ES256,
            Arrays.copyOfRange(data, 32, 64),
            said,
            Arrays.copyOf(data, 32));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(said);
    out.writeBytes(signature);
    out.writeBytes(OK);
    return out.toByteArray();
  }
}
