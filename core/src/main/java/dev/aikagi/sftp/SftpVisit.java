package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One client of a server: which requests it may make, and each request's way to its reply. READ and
 * WRITE go past all objects.
 */
final class SftpVisit implements AutoCloseable {
  private final ServedFiles files;
  private final ReplyBuffer replies;
  private final SftpServerOptions options;
  private final HandleTable handles;
  private final RequestHandler handler;

  /** Of the operations that are not permitted. */
  private final Map<SftpOperation, SftpServerEvent.Refusal> refusals =
      new EnumMap<>(SftpOperation.class);

  private boolean started;

  SftpVisit(ServedFiles files, SftpServerOptions options, ReplyBuffer replies) {
    this.files = files;
    this.replies = replies;
    this.options = options;
    this.handles = new HandleTable(options.maxHandles());
    this.handler = new RequestHandler(files, options, handles);
    for (SftpOperation operation : SftpOperation.values()) {
      SftpServerEvent.Refusal refusal = refusal(operation);
      if (refusal != null) {
        refusals.put(operation, refusal);
      }
    }
  }

  /** As OpenSSH, which looks at what is denied before it looks at what is allowed. */
  private SftpServerEvent.@Nullable Refusal refusal(SftpOperation operation) {
    if (options.readOnly() && operation.writes()) {
      return SftpServerEvent.Refusal.READ_ONLY;
    }
    if (options.denied().contains(operation)) {
      return SftpServerEvent.Refusal.DENIED;
    }
    if (options.allowed().isPresent() && !options.allowed().get().contains(operation)) {
      return SftpServerEvent.Refusal.NOT_ALLOWED;
    }
    return null;
  }

  /** Answers the request that stands there. */
  void answer(byte[] source, int start, int length) throws IOException {
    int type = source[start] & 0xff;
    if (!started || type == SftpMessage.Init.NUMBER) {
      start(new WireReader(source, start, length));
      return;
    }
    if (length < 5) {
      throw new MalformedException("a request without an id");
    }
    switch (type) {
      case SftpRequest.Read.NUMBER -> read(source, start, length);
      case SftpRequest.Write.NUMBER -> write(source, start, length);
      default -> answerOther(type, new WireReader(source, start, length));
    }
  }

  private void start(WireReader r) throws IOException {
    if (started || !(SftpMessageReader.read(r) instanceof SftpMessage.Init init)) {
      throw new MalformedException(started ? "a second INIT" : "a request before INIT");
    }
    started = true;
    options.observer().on(new SftpServerEvent.Started(init.version()));
    List<SftpMessage.ExtensionPair> extensions = new ArrayList<>();
    for (SftpOperation operation : SftpOperation.values()) {
      Optional<SftpExtension> extension = operation.extension();
      if (extension.isPresent() && !refusals.containsKey(operation)) {
        extensions.add(
            new SftpMessage.ExtensionPair(
                extension.get().wireName(), Bytes.utf8(extension.get().version())));
      }
    }
    replies.add(new SftpMessage.Version(SftpMessage.VERSION, extensions));
  }

  /** Section 6.4: a handle, an offset and a length, and nothing else. */
  private void read(byte[] source, int start, int length) throws IOException {
    long id = Numbers.readInt(source, start + 1) & 0xffff_ffffL;
    int handle = start + 9;
    int handleLength = handleLength(source, start, length);
    int after = handle + handleLength;
    if (start + length - after != 12) {
      throw new MalformedException("a READ of the wrong length");
    }
    OpenHandle open = transferHandle(id, SftpOperation.READ, source, handle, handleLength);
    if (open instanceof OpenHandle.OfFile file) {
      int wanted = Numbers.readInt(source, after + 8);
      int most = wanted < 0 ? Limits.MAX_DATA : Math.min(wanted, Limits.MAX_DATA);
      read(id, file, Numbers.readLong(source, after), most);
    }
  }

  private void read(long id, OpenHandle.OfFile file, long offset, int most) throws IOException {
    int taken;
    try {
      // A write that follows would change what waits to be read: pages, not their content.
      taken = handles.canWrite() ? -1 : replies.take(file, offset, most);
    } catch (IOException e) {
      fail(id, SftpOperation.READ, file.path(), e);
      return;
    }
    if (taken > 0) {
      replies.sendTaken(id, taken);
    } else if (taken == 0) {
      reply(id, SftpStatus.EOF);
    } else {
      copy(id, file, offset, most);
    }
  }

  private void copy(long id, OpenHandle.OfFile file, long offset, int most) throws IOException {
    int place = replies.dataPlace(most);
    int n;
    try {
      n = file.read(offset, replies.array(), place, most);
    } catch (IOException e) {
      fail(id, SftpOperation.READ, file.path(), e);
      return;
    }
    if (n > 0 || most == 0) {
      replies.addData(id, n);
    } else {
      reply(id, SftpStatus.EOF);
    }
  }

  /** Section 6.4: a handle, an offset and the data. */
  private void write(byte[] source, int start, int length) throws IOException {
    long id = Numbers.readInt(source, start + 1) & 0xffff_ffffL;
    int handle = start + 9;
    int handleLength = handleLength(source, start, length);
    int after = handle + handleLength;
    int left = start + length - after - 12;
    if (left < 0 || Numbers.readInt(source, after + 8) != left) {
      throw new MalformedException("a WRITE of the wrong length");
    }
    OpenHandle open = transferHandle(id, SftpOperation.WRITE, source, handle, handleLength);
    if (open instanceof OpenHandle.OfFile file) {
      try {
        file.write(Numbers.readLong(source, after), source, after + 12, left);
      } catch (IOException e) {
        fail(id, SftpOperation.WRITE, open.path(), e);
        return;
      }
      reply(id, SftpStatus.OK);
    }
  }

  private static int handleLength(byte[] source, int start, int length) throws MalformedException {
    int handleLength = length < 9 ? -1 : Numbers.readInt(source, start + 5);
    if (handleLength < 0
        || handleLength > SftpMessageReader.MAX_HANDLE
        || handleLength > length - 9) {
      throw new MalformedException("a handle that does not fit");
    }
    return handleLength;
  }

  /** The file to read or write; null where the request was answered already. */
  private @Nullable OpenHandle transferHandle(
      long id, SftpOperation operation, byte[] source, int at, int length) throws IOException {
    if (refused(id, operation)) {
      return null;
    }
    if (handles.find(source, at, length) instanceof OpenHandle.OfFile file) {
      return file;
    }
    fail(id, operation, Bytes.EMPTY, RequestHandler.noSuchHandle(SftpStatus.FAILURE));
    return null;
  }

  private void answerOther(int type, WireReader r) throws IOException {
    long id = Numbers.readInt(r.array(), r.position() + 1) & 0xffff_ffffL;
    SftpOperation operation = SftpOperation.ofType(type);
    if (operation == null && type != SftpRequest.Extended.NUMBER) {
      unknown(id, type, Optional.empty());
      return;
    }
    if (!(SftpMessageReader.read(r) instanceof SftpRequest request)) {
      throw new MalformedException("a message of type " + type);
    }
    if (operation == null && request instanceof SftpRequest.Extended extended) {
      operation = SftpOperation.ofExtension(extended.request().name());
    }
    if (operation == null) {
      unknown(id, type, RequestHandler.extensionName(request));
      return;
    }
    if (!refused(id, operation)) {
      perform(operation, request);
    }
  }

  private void perform(SftpOperation operation, SftpRequest request) throws IOException {
    SftpReply reply;
    SftpException failure = null;
    try {
      reply = handler.perform(request);
    } catch (IOException e) {
      failure = asSftp(e, operation);
      reply = status(request.id(), failure.status());
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      // A file system that cannot do it (read-only, an archive): no fault of the connection's.
      failure =
          new SftpException(
              SftpStatus.OP_UNSUPPORTED, operation.requestName(), Bytes.EMPTY, String.valueOf(e));
      reply = status(request.id(), failure.status());
    }
    if (!replies.add(reply)) {
      failure =
          new SftpException(
              SftpStatus.FAILURE, operation.requestName(), Bytes.EMPTY, "the answer is too long");
      reply(request.id(), failure.status());
    }
    options.observer().on(handler.performed(operation, reply, failure));
    handler.forget(options.observer());
  }

  private boolean refused(long id, SftpOperation operation) throws IOException {
    SftpServerEvent.Refusal refusal = refusals.get(operation);
    if (refusal == null) {
      return false;
    }
    options.observer().on(new SftpServerEvent.Refused(operation, refusal));
    reply(id, SftpStatus.PERMISSION_DENIED);
    return true;
  }

  private void unknown(long id, int type, Optional<String> extension) throws IOException {
    options.observer().on(new SftpServerEvent.Unknown(type, extension));
    reply(id, SftpStatus.OP_UNSUPPORTED);
  }

  private void fail(long id, SftpOperation operation, Bytes path, IOException cause)
      throws IOException {
    SftpException failure = asSftp(cause, operation);
    reply(id, failure.status());
    options.observer().on(RequestHandler.failed(operation, path, failure));
  }

  private SftpException asSftp(IOException e, SftpOperation operation) {
    return e instanceof SftpException known
        ? known
        : new SftpException(
            files.statusOf(e),
            operation.requestName(),
            Bytes.EMPTY,
            String.valueOf(e.getMessage()),
            e);
  }

  private void reply(long id, SftpStatus status) throws IOException {
    replies.add(status(id, status));
  }

  /**
   * The text says no more than the number: why a file cannot be had is not the client's business.
   */
  static SftpReply.Status status(long id, SftpStatus status) {
    return new SftpReply.Status(id, status.code(), status.text(), "");
  }

  @Override
  public void close() {
    for (OpenHandle handle : handles.removeAll()) {
      try {
        handle.close();
      } catch (IOException e) {
        // Nobody is there to be told; the observer learns what was written as far as is known.
        options.observer().on(handle.closed(true));
        continue;
      }
      options.observer().on(handle.closed(true));
    }
  }
}
