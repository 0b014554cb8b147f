package dev.aikagi.tools;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What is said to OpenSSH's ssh-keysign and what it answers: a length, a version and fields. The
 * request has the number of a descriptor, by whose address the program finds out how this host is
 * called, and what is to be signed.
 */
public final class KeysignMessage {
  private static final byte VERSION = 2;
  private static final int SOCKET = 3;
  private static final int HEAD = 4;

  private KeysignMessage() {}

  /** Asks for a signature of this. */
  public static byte[] request(byte[] data) {
    int length = 1 + 4 + 4 + data.length;
    return ByteBuffer.allocate(HEAD + length)
        .putInt(length)
        .put(VERSION)
        .putInt(SOCKET)
        .putInt(data.length)
        .put(data)
        .array();
  }

  /**
   * The signature in an answer.
   *
   * @param helper the program, for the exception
   */
  public static Bytes signature(String helper, byte[] answer) throws MalformedException {
    ByteBuffer in = ByteBuffer.wrap(answer);
    // The length of all that follows, the version, and the length of the signature.
    if (answer.length < HEAD + 1 + 4
        || in.getInt() != answer.length - HEAD
        || in.get() != VERSION
        || in.getInt() != in.remaining()) {
      throw new MalformedException(helper + ": an answer that is none of version " + VERSION);
    }
    return Bytes.of(Arrays.copyOfRange(answer, in.position(), answer.length));
  }
}
