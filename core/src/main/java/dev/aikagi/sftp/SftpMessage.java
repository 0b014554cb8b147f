package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import dev.aikagi.wire.WireWriter;
import java.util.List;

/**
 * One decoded message of draft-ietf-secsh-filexfer-02, without the length before it. {@link
 * SftpMessageReader} reads them all.
 */
sealed interface SftpMessage permits SftpMessage.Init, SftpMessage.Version, SftpRequest, SftpReply {
  /** The only version that is spoken here. */
  long VERSION = 3;

  /** The message's type: the first byte. */
  int number();

  /** Appends the whole message, from the type on. */
  void write(WireWriter w);

  /** Appends the message with its length before it, as it stands in the stream. */
  default void writeFramed(WireWriter w) {
    WireWriter body = new WireWriter();
    write(body);
    w.writeString(body);
  }

  /** Section 4: the first message, the client's; it has no id. */
  record Init(long version, List<ExtensionPair> extensions) implements SftpMessage {
    static final int NUMBER = 1;

    public Init {
      SftpChecks.uint32("version", version);
      extensions = List.copyOf(extensions);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(version);
      extensions.forEach(e -> e.write(w));
    }
  }

  /** Section 4: the server's answer to it. */
  record Version(long version, List<ExtensionPair> extensions) implements SftpMessage {
    static final int NUMBER = 2;

    public Version {
      SftpChecks.uint32("version", version);
      extensions = List.copyOf(extensions);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(version);
      extensions.forEach(e -> e.write(w));
    }
  }

  /** A name that is announced, with data whose meaning is the name's; OpenSSH's is a version. */
  record ExtensionPair(String name, Bytes data) {
    void write(WireWriter w) {
      w.writeUtf8(name).writeString(data);
    }
  }
}
