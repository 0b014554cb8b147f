package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.List;

/** SSH_MSG_KEXINIT (RFC 4253 section 7.1). */
public record KexInit(
    Bytes cookie,
    List<String> kexAlgorithms,
    List<String> serverHostKeyAlgorithms,
    List<String> encryptionClientToServer,
    List<String> encryptionServerToClient,
    List<String> macClientToServer,
    List<String> macServerToClient,
    List<String> compressionClientToServer,
    List<String> compressionServerToClient,
    List<String> languagesClientToServer,
    List<String> languagesServerToClient,
    boolean firstKexPacketFollows,
    long reserved)
    implements TransportMessage {
  public static final int NUMBER = 20;
  public static final int COOKIE_LENGTH = 16;

  public KexInit {
    if (cookie.length() != COOKIE_LENGTH) {
      throw new IllegalArgumentException("a cookie of " + cookie.length() + " bytes");
    }
    kexAlgorithms = List.copyOf(kexAlgorithms);
    serverHostKeyAlgorithms = List.copyOf(serverHostKeyAlgorithms);
    encryptionClientToServer = List.copyOf(encryptionClientToServer);
    encryptionServerToClient = List.copyOf(encryptionServerToClient);
    macClientToServer = List.copyOf(macClientToServer);
    macServerToClient = List.copyOf(macServerToClient);
    compressionClientToServer = List.copyOf(compressionClientToServer);
    compressionServerToClient = List.copyOf(compressionServerToClient);
    languagesClientToServer = List.copyOf(languagesClientToServer);
    languagesServerToClient = List.copyOf(languagesServerToClient);
    MessageChecks.uint32("reserved", reserved);
  }

  public static KexInit read(WireReader r) throws MalformedException {
    KexInit m =
        new KexInit(
            Bytes.of(r.readRaw(COOKIE_LENGTH)),
            r.readNameList(),
            r.readNameList(),
            r.readNameList(),
            r.readNameList(),
            r.readNameList(),
            r.readNameList(),
            r.readNameList(),
            r.readNameList(),
            r.readNameList(),
            r.readNameList(),
            r.readBoolean(),
            // RFC 4253 says 0, "reserved for future extension": a peer of the future is not refused
            // for it.
            r.readUint32());
    r.expectEnd();
    return m;
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(WireWriter w) {
    w.writeByte(NUMBER);
    w.writeRaw(cookie);
    w.writeNameList(kexAlgorithms);
    w.writeNameList(serverHostKeyAlgorithms);
    w.writeNameList(encryptionClientToServer);
    w.writeNameList(encryptionServerToClient);
    w.writeNameList(macClientToServer);
    w.writeNameList(macServerToClient);
    w.writeNameList(compressionClientToServer);
    w.writeNameList(compressionServerToClient);
    w.writeNameList(languagesClientToServer);
    w.writeNameList(languagesServerToClient);
    w.writeBoolean(firstKexPacketFollows);
    w.writeUint32(reserved);
  }
}
