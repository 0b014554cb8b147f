package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a message without the length before it. Every truncation and every trailing byte is
 * refused, and no count is believed that the bytes left cannot hold.
 */
final class SftpMessageReader {
  /** No implementation announces nearly as many. */
  static final int MAX_EXTENSIONS = 256;

  /** Section 6.3: a handle is a string of at most 256 bytes. */
  static final int MAX_HANDLE = 256;

  private SftpMessageReader() {}

  static SftpMessage read(byte[] message) throws MalformedException {
    return read(new WireReader(message));
  }

  static SftpMessage read(WireReader r) throws MalformedException {
    int number = r.readByte();
    SftpMessage m =
        switch (number) {
          case SftpMessage.Init.NUMBER -> new SftpMessage.Init(r.readUint32(), extensions(r));
          case SftpMessage.Version.NUMBER -> new SftpMessage.Version(r.readUint32(), extensions(r));
          case SftpReply.Status.NUMBER,
              SftpReply.Handle.NUMBER,
              SftpReply.Data.NUMBER,
              SftpReply.Name.NUMBER,
              SftpReply.Attrs.NUMBER,
              SftpReply.ExtendedReply.NUMBER ->
              replyBody(number, r.readUint32(), r);
          default -> request(number, r.readUint32(), r);
        };
    r.expectEnd();
    return m;
  }

  /** A reply whose type and id were read already. */
  static SftpReply reply(int number, long id, WireReader r) throws MalformedException {
    SftpReply reply = replyBody(number, id, r);
    r.expectEnd();
    return reply;
  }

  private static SftpReply replyBody(int number, long id, WireReader r) throws MalformedException {
    return switch (number) {
      case SftpReply.Status.NUMBER ->
          new SftpReply.Status(id, r.readUint32(), r.readText(), r.readText());
      case SftpReply.Handle.NUMBER -> new SftpReply.Handle(id, handle(r));
      case SftpReply.Data.NUMBER -> new SftpReply.Data(id, r.readBytes());
      case SftpReply.Name.NUMBER -> new SftpReply.Name(id, entries(r));
      case SftpReply.Attrs.NUMBER -> new SftpReply.Attrs(id, FileAttributes.read(r));
      case SftpReply.ExtendedReply.NUMBER ->
          new SftpReply.ExtendedReply(id, Bytes.of(r.readRaw(r.remaining())));
      default -> throw new MalformedException("a reply of type " + number);
    };
  }

  private static SftpRequest request(int number, long id, WireReader r) throws MalformedException {
    return switch (number) {
      case SftpRequest.Open.NUMBER ->
          new SftpRequest.Open(
              id, r.readBytes(), OpenFlag.of(r.readUint32()), FileAttributes.read(r));
      case SftpRequest.Close.NUMBER -> new SftpRequest.Close(id, handle(r));
      case SftpRequest.Read.NUMBER ->
          new SftpRequest.Read(id, handle(r), position(r), r.readUint32());
      case SftpRequest.Write.NUMBER ->
          new SftpRequest.Write(id, handle(r), position(r), r.readBytes());
      case SftpRequest.Lstat.NUMBER -> new SftpRequest.Lstat(id, r.readBytes());
      case SftpRequest.Fstat.NUMBER -> new SftpRequest.Fstat(id, handle(r));
      case SftpRequest.Setstat.NUMBER ->
          new SftpRequest.Setstat(id, r.readBytes(), FileAttributes.read(r));
      case SftpRequest.Fsetstat.NUMBER ->
          new SftpRequest.Fsetstat(id, handle(r), FileAttributes.read(r));
      case SftpRequest.Opendir.NUMBER -> new SftpRequest.Opendir(id, r.readBytes());
      case SftpRequest.Readdir.NUMBER -> new SftpRequest.Readdir(id, handle(r));
      case SftpRequest.Remove.NUMBER -> new SftpRequest.Remove(id, r.readBytes());
      case SftpRequest.Mkdir.NUMBER ->
          new SftpRequest.Mkdir(id, r.readBytes(), FileAttributes.read(r));
      case SftpRequest.Rmdir.NUMBER -> new SftpRequest.Rmdir(id, r.readBytes());
      case SftpRequest.Realpath.NUMBER -> new SftpRequest.Realpath(id, r.readBytes());
      case SftpRequest.Stat.NUMBER -> new SftpRequest.Stat(id, r.readBytes());
      case SftpRequest.Rename.NUMBER -> new SftpRequest.Rename(id, r.readBytes(), r.readBytes());
      case SftpRequest.Readlink.NUMBER -> new SftpRequest.Readlink(id, r.readBytes());
      case SftpRequest.Symlink.NUMBER -> new SftpRequest.Symlink(id, r.readBytes(), r.readBytes());
      case SftpRequest.Extended.NUMBER -> new SftpRequest.Extended(id, extended(r));
      default -> throw new MalformedException("a message of type " + number);
    };
  }

  private static ExtendedRequest extended(WireReader r) throws MalformedException {
    String name = r.readUtf8();
    return switch (name) {
      case ExtendedRequest.PosixRename.NAME ->
          new ExtendedRequest.PosixRename(r.readBytes(), r.readBytes());
      case ExtendedRequest.Statvfs.NAME -> new ExtendedRequest.Statvfs(r.readBytes());
      case ExtendedRequest.Fstatvfs.NAME -> new ExtendedRequest.Fstatvfs(handle(r));
      case ExtendedRequest.Hardlink.NAME ->
          new ExtendedRequest.Hardlink(r.readBytes(), r.readBytes());
      case ExtendedRequest.Fsync.NAME -> new ExtendedRequest.Fsync(handle(r));
      case ExtendedRequest.Lsetstat.NAME ->
          new ExtendedRequest.Lsetstat(r.readBytes(), FileAttributes.read(r));
      case ExtendedRequest.GetLimits.NAME -> new ExtendedRequest.GetLimits();
      case ExtendedRequest.ExpandPath.NAME -> new ExtendedRequest.ExpandPath(r.readBytes());
      case ExtendedRequest.CopyData.NAME ->
          new ExtendedRequest.CopyData(handle(r), position(r), position(r), handle(r), position(r));
      case ExtendedRequest.HomeDirectory.NAME -> new ExtendedRequest.HomeDirectory(r.readBytes());
      case ExtendedRequest.UsersGroupsById.NAME ->
          new ExtendedRequest.UsersGroupsById(uint32s(r.readNested()), uint32s(r.readNested()));
      default -> new ExtendedRequest.Unknown(name, Bytes.of(r.readRaw(r.remaining())));
    };
  }

  private static List<SftpMessage.ExtensionPair> extensions(WireReader r)
      throws MalformedException {
    List<SftpMessage.ExtensionPair> pairs = new ArrayList<>();
    while (r.remaining() > 0) {
      if (pairs.size() == MAX_EXTENSIONS) {
        throw new MalformedException("more than " + MAX_EXTENSIONS + " extensions");
      }
      pairs.add(new SftpMessage.ExtensionPair(r.readUtf8(), r.readBytes()));
    }
    return pairs;
  }

  private static List<DirectoryEntry> entries(WireReader r) throws MalformedException {
    long count = r.readUint32();
    if (count > r.remaining() / DirectoryEntry.MIN_LENGTH) {
      throw new MalformedException(count + " names in " + r.remaining() + " bytes");
    }
    List<DirectoryEntry> entries = new ArrayList<>((int) count);
    for (long i = 0; i < count; i++) {
      entries.add(DirectoryEntry.read(r));
    }
    return entries;
  }

  private static List<Long> uint32s(WireReader r) throws MalformedException {
    List<Long> values = new ArrayList<>(r.remaining() / 4);
    while (r.remaining() > 0) {
      values.add(r.readUint32());
    }
    return values;
  }

  static Bytes handle(WireReader r) throws MalformedException {
    return Bytes.of(r.readString(MAX_HANDLE));
  }

  /** An offset or a size. What is beyond the largest signed number is in no file. */
  static long position(WireReader r) throws MalformedException {
    long value = r.readUint64();
    if (value < 0) {
      throw new MalformedException("a position of " + Long.toUnsignedString(value));
    }
    return value;
  }
}
