package dev.aikagi.sftp;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/**
 * The answer to limits@openssh.com. In each, 0 means that nothing is known of such a limit.
 *
 * @param maxPacketLength bytes of a whole packet
 * @param maxReadLength bytes of data that one READ may ask for
 * @param maxWriteLength bytes of data of one WRITE
 * @param maxOpenHandles files and directories at a time
 */
public record Limits(
    long maxPacketLength, long maxReadLength, long maxWriteLength, long maxOpenHandles) {
  /** SFTP_MAX_MSG_LENGTH of OpenSSH: a message that is longer ends the connection, both ways. */
  public static final int MAX_PACKET = 256 * 1024;

  /** What one packet carries at most: its header stays below a KiB. */
  public static final int MAX_DATA = MAX_PACKET - 1024;

  /** What the draft has every server take in one packet, and old ones no more. */
  public static final int SAFE_DATA = 32 * 1024;

  public Limits {
    SftpChecks.position("maxPacketLength", maxPacketLength);
    SftpChecks.position("maxReadLength", maxReadLength);
    SftpChecks.position("maxWriteLength", maxWriteLength);
    SftpChecks.position("maxOpenHandles", maxOpenHandles);
  }

  /** Reads the reply's data; values that no memory holds are as good as none. */
  static Limits read(WireReader r) throws MalformedException {
    Limits limits = new Limits(bounded(r), bounded(r), bounded(r), bounded(r));
    r.expectEnd();
    return limits;
  }

  private static long bounded(WireReader r) throws MalformedException {
    long value = r.readUint64();
    return value < 0 ? Long.MAX_VALUE : value;
  }

  void write(WireWriter w) {
    w.writeUint64(maxPacketLength).writeUint64(maxReadLength);
    w.writeUint64(maxWriteLength).writeUint64(maxOpenHandles);
  }
}
