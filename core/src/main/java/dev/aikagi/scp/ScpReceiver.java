package dev.aikagi.scp;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.LocalFiles;
import dev.aikagi.sftp.TransferTarget;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The side that gets the files: what {@code scp -t} is, and a client that downloads. It trusts
 * nothing that comes: a name leads nowhere but into the target, and at the top it is one that the
 * options expect (CVE-2019-6111). For one thread; what a file's content takes of memory is 256 KiB.
 */
public final class ScpReceiver {
  private static final int BLOCK = 256 * 1024;

  /** Each one takes some of the stack, and a server can send thousands; by SFTP there are 64. */
  static final int MAX_DEPTH = 256;

  private static final int OWNER_WRITES = 0200;
  private static final int OWNER_ENTERS = 0700;

  private final ScpWire wire;
  private final LocalFiles files;
  private final ScpOptions options;
  private final ScpListener listener;
  private final byte[] buffer = new byte[BLOCK];
  private boolean begun;

  public ScpReceiver(
      InputStream in,
      OutputStream out,
      LocalFiles files,
      ScpOptions options,
      ScpListener listener) {
    this.wire = new ScpWire(in, out, listener);
    this.files = files;
    this.options = options;
    this.listener = listener;
  }

  /**
   * Takes all that comes.
   *
   * @param target the folder that it is put into, if it is one; else the name of what comes
   * @throws ScpException if the other side does not keep to the protocol, or ends in the middle
   */
  public void receive(Bytes target) throws ScpException {
    if (options.intoFolder()) {
      requireFolder(target);
    }
    records(target, 0);
  }

  /** Tells the other side that nothing can be taken, before anything came. */
  public void refuse(String why) throws ScpException {
    wire.complain(Bytes.utf8(why));
    throw new ScpException(why);
  }

  private void requireFolder(Bytes target) throws ScpException {
    try {
      if (files.stat(target, true).isDirectory()) {
        return;
      }
      failed(target, "Not a directory");
    } catch (ScpException e) {
      throw e;
    } catch (IOException e) {
      failed(target, listener.reason(e));
    }
    throw new ScpException("the target is not a directory");
  }

  private void failed(Bytes path, String why) throws ScpException {
    wire.complain(message(path, why));
  }

  private static Bytes message(Bytes path, String why) {
    return ScpRecord.bytes(ScpRecord.text(path) + ": " + ScpRecord.text(Bytes.utf8(why)));
  }

  private Optional<FileAttributes> known(Bytes path) {
    try {
      return Optional.of(files.stat(path, true));
    } catch (IOException e) {
      return Optional.empty(); // To make it will say what is wrong.
    }
  }

  /** What comes for one folder, up to its end. */
  private void records(Bytes target, int depth) throws ScpException {
    wire.agree();
    boolean into = known(target).filter(FileAttributes::isDirectory).isPresent();
    ScpRecord.@Nullable Times times = null;
    while (true) {
      Optional<Bytes> line = wire.line();
      if (line.isEmpty()) {
        if (depth > 0) {
          listener.lost();
          throw new ScpException("lost connection");
        }
        return;
      }
      listener.record("Sink: ", line.get());
      ScpRecord record = parsed(line.get());
      begun = true;
      switch (record) {
        case ScpRecord.Complaint c -> complaint(c);
        case ScpRecord.FolderEnd _ -> {
          wire.agree();
          return;
        }
        case ScpRecord.Times t -> {
          times = t;
          wire.agree();
        }
        case ScpRecord.FileStart f -> {
          file(f, place(f.name(), target, into, depth), times);
          times = null;
        }
        case ScpRecord.FolderStart f -> {
          folder(f, place(f.name(), target, into, depth), times, depth);
          times = null;
        }
      }
    }
  }

  private ScpRecord parsed(Bytes line) throws ScpException {
    try {
      return ScpRecord.parse(line);
    } catch (MalformedException e) {
      String why = String.valueOf(e.getMessage());
      if (!begun && !line.isEmpty() && "TCDE\1\2".indexOf(line.at(0)) < 0) {
        // What a shell says that cannot start the program ("No match." of csh).
        wire.complain(line);
        throw new ScpException(why, e);
      }
      ScpException error = wire.protocolError(why);
      error.addSuppressed(e);
      throw error;
    }
  }

  private void complaint(ScpRecord.Complaint complaint) throws ScpException {
    listener.peerFailed(complaint.text());
    if (complaint.fatal()) {
      throw new ScpException("the other side ended it");
    }
  }

  /** Where something of this name goes; nowhere if it is not fit to be put there. */
  private Bytes place(Bytes name, Bytes target, boolean into, int depth) throws ScpException {
    if (!ScpNames.staysInFolder(name)) {
      Bytes text = Bytes.utf8("error: unexpected filename: ");
      wire.complain(ScpRecord.bytes(ScpRecord.text(text) + ScpRecord.text(name)));
      throw new ScpException("unexpected filename");
    }
    if (depth == 0 && !options.expected().test(name)) {
      throw wire.protocolError("filename does not match request");
    }
    return into ? ScpNames.join(target, name) : target;
  }

  private void folder(
      ScpRecord.FolderStart record, Bytes path, ScpRecord.@Nullable Times times, int depth)
      throws ScpException {
    if (!options.recursive()) {
      throw wire.protocolError("received directory without -r");
    }
    if (depth == MAX_DEPTH) {
      throw wire.protocolError("too many directories in each other");
    }
    int mode = options.mode(record.mode());
    Optional<FileAttributes> there = known(path);
    if (there.isPresent() && !there.get().isDirectory()) {
      failed(path, "Not a directory");
      return;
    }
    boolean made;
    try {
      made = files.makeFolder(path, (mode | OWNER_ENTERS) & 0777);
    } catch (IOException e) {
      failed(path, listener.reason(e));
      return;
    }
    records(path, depth + 1);
    FileAttributes last = FileAttributes.NONE;
    if (options.preserve() || (made && mode != (mode | OWNER_ENTERS))) {
      last = last.withPermissions(mode);
    }
    try {
      files.setAttributes(path, timed(last, times));
    } catch (IOException e) {
      // It was agreed to already: only this side can be told.
      listener.failed(message(path, listener.reason(e)));
    }
  }

  private static FileAttributes timed(FileAttributes attributes, ScpRecord.@Nullable Times times) {
    return times == null
        ? attributes
        : attributes.withTimes(seconds(times.accessed()), seconds(times.modified()));
  }

  /** What no file here can have is as good as the last that it can. */
  private static long seconds(long sent) {
    return Math.min(sent, 0xffff_ffffL);
  }

  private void file(ScpRecord.FileStart record, Bytes path, ScpRecord.@Nullable Times times)
      throws ScpException {
    int mode = options.mode(record.mode());
    boolean existed = known(path).isPresent();
    TransferTarget target;
    try {
      // It is written over and not emptied: it may be the source by another name.
      target = files.target(path, (mode | OWNER_WRITES) & 0777, true);
    } catch (IOException e) {
      failed(path, listener.reason(e));
      return;
    }
    FileAttributes last = FileAttributes.NONE;
    if (options.preserve() || (!existed && mode != (mode | OWNER_WRITES))) {
      last = last.withPermissions(mode);
    }
    Optional<IOException> failure = Optional.empty();
    try (target) {
      wire.agree();
      listener.started(record.name(), record.size());
      failure = content(target, record.size());
      if (failure.isEmpty()) {
        target.truncate(record.size());
        target.setAttributes(timed(last, times));
      }
    } catch (ScpException e) {
      throw e;
    } catch (IOException e) {
      failure = Optional.of(e);
    }
    boolean _ = wire.agreed();
    listener.ended();
    if (failure.isPresent()) {
      failed(path, listener.reason(failure.get()));
    } else {
      wire.agree();
    }
  }

  /** Takes all that was announced, whatever becomes of it here: the next record is behind it. */
  private Optional<IOException> content(TransferTarget target, long size) throws ScpException {
    Optional<IOException> failure = Optional.empty();
    for (long at = 0; at < size; ) {
      int n = (int) Math.min(buffer.length, size - at);
      wire.receive(buffer, n);
      if (failure.isEmpty()) {
        failure = write(target, at, n);
      }
      at += n;
      listener.at(at);
    }
    return failure;
  }

  private Optional<IOException> write(TransferTarget target, long position, int length) {
    try {
      target.write(ByteBuffer.wrap(buffer, 0, length), position);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }
}
