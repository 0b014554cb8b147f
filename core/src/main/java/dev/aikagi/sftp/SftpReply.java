package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import dev.aikagi.wire.WireWriter;
import java.util.List;

/** What the server answers. */
sealed interface SftpReply extends SftpMessage {
  /** That of the request. */
  long id();

  /** Section 7; the code may be one that {@link SftpStatus} does not name. */
  record Status(long id, long code, String message, String languageTag) implements SftpReply {
    static final int NUMBER = 101;

    public Status {
      SftpChecks.uint32("id", id);
      SftpChecks.uint32("code", code);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER)
          .writeUint32(id)
          .writeUint32(code)
          .writeUtf8(message)
          .writeUtf8(languageTag);
    }
  }

  /** Section 7. */
  record Handle(long id, Bytes handle) implements SftpReply {
    static final int NUMBER = 102;

    public Handle {
      SftpChecks.uint32("id", id);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(id).writeString(handle);
    }
  }

  /** Section 7. The bulk path writes its header by {@link BulkHeader} and makes no record. */
  record Data(long id, Bytes data) implements SftpReply {
    static final int NUMBER = 103;

    public Data {
      SftpChecks.uint32("id", id);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(id).writeString(data);
    }
  }

  /** Section 7. */
  record Name(long id, List<DirectoryEntry> entries) implements SftpReply {
    static final int NUMBER = 104;

    public Name {
      SftpChecks.uint32("id", id);
      entries = List.copyOf(entries);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(id).writeUint32(entries.size());
      entries.forEach(e -> e.write(w));
    }
  }

  /** Section 7. */
  record Attrs(long id, FileAttributes attrs) implements SftpReply {
    static final int NUMBER = 105;

    public Attrs {
      SftpChecks.uint32("id", id);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(id);
      attrs.write(w);
    }
  }

  /** Section 8; what the data is follows from the request. */
  record ExtendedReply(long id, Bytes data) implements SftpReply {
    static final int NUMBER = 201;

    public ExtendedReply {
      SftpChecks.uint32("id", id);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(id).writeRaw(data);
    }
  }
}
