package dev.aikagi.tools.securitykey;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.key.SecurityKeySigner;
import dev.aikagi.posix.SecurityKeyException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.Arrays;
import java.util.List;

/** What the process with the library says; a library may have said it in its place. */
public sealed interface HelperAnswer {
  /** All that is believed of a length: a signature has some seventy bytes, a reason one line. */
  int MAX = 4096;

  /** The parts of a signature, and r and s with a sign's byte. */
  int MAX_PART = 128;

  /** Of a reason. */
  int MAX_TEXT = 1024;

  /** The authenticator has signed. */
  record Signed(SecurityKeySigner.Answer answer) implements HelperAnswer {}

  /** It has not. */
  record Failed(SecurityKeyException.Kind kind, String text) implements HelperAnswer {}

  private static List<SecurityKeyException.Kind> kinds() {
    return Arrays.asList(SecurityKeyException.Kind.values());
  }

  /** The message, without the length that goes before it. */
  default WireWriter write() {
    WireWriter out = new WireWriter(256);
    return switch (this) {
      case Signed(SecurityKeySigner.Answer a) ->
          out.writeByte(0)
              .writeByte(a.flags())
              .writeUint32(a.counter())
              .writeString(a.first())
              .writeString(a.second());
      case Failed(SecurityKeyException.Kind kind, String text) ->
          out.writeByte(1 + kinds().indexOf(kind))
              .writeUtf8(text.substring(0, Math.min(text.length(), MAX_TEXT / 3)));
    };
  }

  /**
   * Reads the message, without its length.
   *
   * @throws MalformedException for anything that {@link #write} does not write
   */
  static HelperAnswer read(byte[] message) throws MalformedException {
    WireReader in = new WireReader(message);
    int kind = in.readByte();
    HelperAnswer read = kind == 0 ? signed(in) : failed(kind, in);
    in.expectEnd();
    return read;
  }

  private static Signed signed(WireReader in) throws MalformedException {
    int flags = in.readByte();
    long counter = in.readUint32();
    return new Signed(
        new SecurityKeySigner.Answer(
            flags, counter, Bytes.of(in.readString(MAX_PART)), Bytes.of(in.readString(MAX_PART))));
  }

  private static Failed failed(int kind, WireReader in) throws MalformedException {
    if (kind > kinds().size()) {
      throw new MalformedException("an answer of kind " + kind);
    }
    String text = in.readUtf8();
    if (text.length() > MAX_TEXT) {
      throw new MalformedException("a reason of " + text.length() + " characters");
    }
    return new Failed(kinds().get(kind - 1), text);
  }
}
