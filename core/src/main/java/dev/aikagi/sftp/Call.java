package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way and then its answer. It has one owner, which made it; between sending and
 * the moment when it lies in the inbox it is the reader's.
 */
final class Call {
  /** What the owner does when the answer is there. */
  interface Step {
    void answered(Call call) throws IOException;
  }

  private static final byte[] NO_TARGET = {};

  final Requests requests;
  final Inbox inbox;
  final String operation;
  final Bytes path;

  /** For owners of many different calls. */
  final @Nullable Step step;

  /** Set when it is sent. */
  int id;

  /** {@link System#nanoTime} when it was sent. */
  long sentAt;

  /** Where the data of a READ goes, and how much may come. */
  byte[] target = NO_TARGET;

  int offset;
  int length;

  /** Bytes that a READ brought; -1 while, and if, it brought none. */
  int count = -1;

  /** Every other answer. */
  @Nullable SftpReply reply;

  /** Why there will be no answer. */
  @Nullable ConnectionEnd end;

  Call(Requests requests, Inbox inbox, String operation, Bytes path, @Nullable Step step) {
    this.requests = requests;
    this.inbox = inbox;
    this.operation = operation;
    this.path = path;
    this.step = step;
  }

  /** Makes it ready for a READ into this place. */
  void reads(byte[] into, int at, int most) {
    target = into;
    offset = at;
    length = most;
    count = -1;
    reply = null;
  }

  /** Makes it ready to be sent again with something that is answered by a status. */
  void again() {
    reply = null;
  }

  boolean isRead() {
    return length > 0;
  }

  /** Whether the answer is the status EOF. */
  boolean isEof() {
    return reply instanceof SftpReply.Status s && s.code() == SftpStatus.EOF.code();
  }

  /** The status OK, or an exception. */
  void ok() throws IOException {
    if (!(answer() instanceof SftpReply.Status)) {
      throw unexpected();
    }
  }

  Bytes handle() throws IOException {
    if (answer() instanceof SftpReply.Handle h) {
      return h.handle();
    }
    throw unexpected();
  }

  FileAttributes attributes() throws IOException {
    if (answer() instanceof SftpReply.Attrs a) {
      return a.attrs();
    }
    throw unexpected();
  }

  List<DirectoryEntry> entries() throws IOException {
    if (answer() instanceof SftpReply.Name n) {
      return n.entries();
    }
    throw unexpected();
  }

  /** The one name of REALPATH, READLINK and their kind. */
  Bytes name() throws IOException {
    List<DirectoryEntry> entries = entries();
    // libssh and others took the first name of an empty list.
    if (entries.size() != 1) {
      throw requests.protocolError(entries.size() + " names in the answer to " + operation);
    }
    return entries.getFirst().name();
  }

  WireReader extended() throws IOException {
    if (answer() instanceof SftpReply.ExtendedReply e) {
      return new WireReader(e.data());
    }
    throw unexpected();
  }

  /** Throws if it was refused or lost; else what came, which for a READ is null. */
  @Nullable SftpReply answer() throws IOException {
    ConnectionEnd ended = end;
    if (ended != null) {
      throw ended.exception(operation, path);
    }
    if (reply instanceof SftpReply.Status s && s.code() != SftpStatus.OK.code()) {
      throw refusal(s);
    }
    return reply;
  }

  private SftpException refusal(SftpReply.Status s) {
    SftpStatus status = SftpStatus.of(s.code());
    String detail =
        s.code() == status.code() || !s.message().isEmpty() ? s.message() : "status " + s.code();
    return new SftpException(status, operation, path, detail);
  }

  SftpException unexpected() {
    SftpReply r = reply;
    return requests.protocolError(
        "an answer of type "
            + (r == null ? SftpReply.Data.NUMBER : r.number())
            + " to "
            + operation);
  }

  /** A reply that cannot be read is the end of the connection too. */
  SftpException malformed(MalformedException e) {
    return requests.protocolError(operation + ": " + e.getMessage());
  }
}
