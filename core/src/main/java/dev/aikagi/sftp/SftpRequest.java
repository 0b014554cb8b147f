package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import dev.aikagi.wire.WireWriter;
import java.util.Set;

/** What the client asks for; each is answered by one {@link SftpReply} with the same id. */
sealed interface SftpRequest extends SftpMessage {
  /** The client's choice: a uint32. */
  long id();

  /** Section 6.3. */
  record Open(long id, Bytes filename, Set<OpenFlag> pflags, FileAttributes attrs)
      implements SftpRequest {
    static final int NUMBER = 3;

    public Open {
      SftpChecks.uint32("id", id);
      pflags = Set.copyOf(pflags);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(id).writeString(filename).writeUint32(OpenFlag.bits(pflags));
      attrs.write(w);
    }
  }

  /** Section 6.3. */
  record Close(long id, Bytes handle) implements SftpRequest {
    static final int NUMBER = 4;

    public Close {
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

  /** Section 6.4. The bulk path writes it by {@link BulkHeader} and makes no record. */
  record Read(long id, Bytes handle, long offset, long len) implements SftpRequest {
    static final int NUMBER = 5;

    public Read {
      SftpChecks.uint32("id", id);
      SftpChecks.position("offset", offset);
      SftpChecks.uint32("len", len);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(id).writeString(handle).writeUint64(offset).writeUint32(len);
    }
  }

  /** Section 6.4. The bulk path writes its header by {@link BulkHeader} and makes no record. */
  record Write(long id, Bytes handle, long offset, Bytes data) implements SftpRequest {
    static final int NUMBER = 6;

    public Write {
      SftpChecks.uint32("id", id);
      SftpChecks.position("offset", offset);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(id).writeString(handle).writeUint64(offset).writeString(data);
    }
  }

  /** Section 6.8. */
  record Lstat(long id, Bytes path) implements SftpRequest {
    static final int NUMBER = 7;

    public Lstat {
      SftpChecks.uint32("id", id);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(id).writeString(path);
    }
  }

  /** Section 6.8. */
  record Fstat(long id, Bytes handle) implements SftpRequest {
    static final int NUMBER = 8;

    public Fstat {
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

  /** Section 6.9. */
  record Setstat(long id, Bytes path, FileAttributes attrs) implements SftpRequest {
    static final int NUMBER = 9;

    public Setstat {
      SftpChecks.uint32("id", id);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(id).writeString(path);
      attrs.write(w);
    }
  }

  /** Section 6.9. */
  record Fsetstat(long id, Bytes handle, FileAttributes attrs) implements SftpRequest {
    static final int NUMBER = 10;

    public Fsetstat {
      SftpChecks.uint32("id", id);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(id).writeString(handle);
      attrs.write(w);
    }
  }

  /** Section 6.7. */
  record Opendir(long id, Bytes path) implements SftpRequest {
    static final int NUMBER = 11;

    public Opendir {
      SftpChecks.uint32("id", id);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(id).writeString(path);
    }
  }

  /** Section 6.7. */
  record Readdir(long id, Bytes handle) implements SftpRequest {
    static final int NUMBER = 12;

    public Readdir {
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

  /** Section 6.5. */
  record Remove(long id, Bytes filename) implements SftpRequest {
    static final int NUMBER = 13;

    public Remove {
      SftpChecks.uint32("id", id);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(id).writeString(filename);
    }
  }

  /** Section 6.6. */
  record Mkdir(long id, Bytes path, FileAttributes attrs) implements SftpRequest {
    static final int NUMBER = 14;

    public Mkdir {
      SftpChecks.uint32("id", id);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(id).writeString(path);
      attrs.write(w);
    }
  }

  /** Section 6.6. */
  record Rmdir(long id, Bytes path) implements SftpRequest {
    static final int NUMBER = 15;

    public Rmdir {
      SftpChecks.uint32("id", id);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(id).writeString(path);
    }
  }

  /** Section 6.11. */
  record Realpath(long id, Bytes path) implements SftpRequest {
    static final int NUMBER = 16;

    public Realpath {
      SftpChecks.uint32("id", id);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(id).writeString(path);
    }
  }

  /** Section 6.8. */
  record Stat(long id, Bytes path) implements SftpRequest {
    static final int NUMBER = 17;

    public Stat {
      SftpChecks.uint32("id", id);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(id).writeString(path);
    }
  }

  /** Section 6.5. */
  record Rename(long id, Bytes oldpath, Bytes newpath) implements SftpRequest {
    static final int NUMBER = 18;

    public Rename {
      SftpChecks.uint32("id", id);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(id).writeString(oldpath).writeString(newpath);
    }
  }

  /** Section 6.10. */
  record Readlink(long id, Bytes path) implements SftpRequest {
    static final int NUMBER = 19;

    public Readlink {
      SftpChecks.uint32("id", id);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(id).writeString(path);
    }
  }

  /**
   * Section 6.10 says linkpath, targetpath; this is the order of OpenSSH's code, which all servers
   * and clients that matter follow.
   */
  record Symlink(long id, Bytes targetpath, Bytes linkpath) implements SftpRequest {
    static final int NUMBER = 20;

    public Symlink {
      SftpChecks.uint32("id", id);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(id).writeString(targetpath).writeString(linkpath);
    }
  }

  /** Section 8. */
  record Extended(long id, ExtendedRequest request) implements SftpRequest {
    static final int NUMBER = 200;

    public Extended {
      SftpChecks.uint32("id", id);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeByte(NUMBER).writeUint32(id).writeUtf8(request.name());
      request.writeFields(w);
    }
  }
}
