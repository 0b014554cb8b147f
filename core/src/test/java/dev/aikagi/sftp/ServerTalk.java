package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A client that says all that it has to say at once, and then reads what it was told. */
final class ServerTalk {
  static final Bytes FIRST_HANDLE = handle(0, 1);

  private final ServedFiles files;
  private final SftpServerOptions options;
  private final WireWriter said = new WireWriter();

  ServerTalk(ServedFiles files, SftpServerOptions options) {
    this.files = files;
    this.options = options;
    say(new SftpMessage.Init(3, List.of()));
  }

  /** The handle that a server gives: a place and a number, both counted from the start. */
  static Bytes handle(int place, int number) {
    return new WireWriter().writeUint32(place).writeUint32(number).toBytes();
  }

  static Bytes path(String text) {
    return Bytes.utf8(text);
  }

  static SftpRequest.Open open(String path, OpenFlag... flags) {
    return new SftpRequest.Open(1, path(path), Set.of(flags), FileAttributes.NONE);
  }

  static SftpRequest.Write write(Bytes handle, long offset, String data) {
    return new SftpRequest.Write(1, handle, offset, Bytes.utf8(data));
  }

  static SftpRequest.Extended extended(ExtendedRequest request) {
    return new SftpRequest.Extended(1, request);
  }

  ServerTalk say(SftpMessage... messages) {
    for (SftpMessage message : messages) {
      message.writeFramed(said);
    }
    return this;
  }

  /** All replies but the first, which is VERSION. */
  List<SftpMessage> replies() throws IOException {
    List<SftpMessage> all = repliesTo(said.toArray());
    assert all.getFirst() instanceof SftpMessage.Version;
    return all.subList(1, all.size());
  }

  private List<SftpMessage> repliesTo(byte[] stream) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SftpServer(files, options).serve(new ByteArrayInputStream(stream), out);
    List<SftpMessage> replies = new ArrayList<>();
    WireReader r = new WireReader(out.toByteArray());
    while (r.remaining() > 0) {
      replies.add(SftpMessageReader.read(r.readNested()));
    }
    return replies;
  }

  /** The reply to the last request. */
  SftpMessage last() throws IOException {
    return replies().getLast();
  }

  SftpStatus lastStatus() throws IOException {
    return status(last());
  }

  static SftpStatus status(SftpMessage reply) {
    return reply instanceof SftpReply.Status s ? SftpStatus.of(s.code()) : SftpStatus.OK;
  }
}
