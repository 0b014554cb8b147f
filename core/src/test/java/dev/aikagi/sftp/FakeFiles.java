package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A server with files in memory that answers in an order of its own, with short reads, and with a
 * failure where a test wants one. Files are known by their path, which is their handle too.
 */
class FakeFiles implements FakePeer.Script {
  final Map<Bytes, byte[]> files = Collections.synchronizedMap(new TreeMap<>(FakeFiles::compare));

  /** Folders with what their listings say; a listing is one answer. */
  final Map<Bytes, List<DirectoryEntry>> folders =
      Collections.synchronizedMap(new TreeMap<>(FakeFiles::compare));

  private final Set<Bytes> listed = Collections.synchronizedSet(new HashSet<>());
  final List<SftpRequest> seen = Collections.synchronizedList(new ArrayList<>());
  private final Random random = new Random(5);
  private final LinkedBlockingQueue<Optional<SftpRequest>> waiting = new LinkedBlockingQueue<>();

  /** Whether answers are shuffled. */
  boolean shuffled;

  /** Whether READs are answered with less than they asked for, now and then. */
  boolean shortReads;

  private static int compare(Bytes a, Bytes b) {
    return Arrays.compare(a.toArray(), b.toArray());
  }

  int length(Bytes path) {
    return files.getOrDefault(path, new byte[0]).length;
  }

  long count(Class<? extends SftpRequest> type) {
    synchronized (seen) {
      return seen.stream().filter(type::isInstance).count();
    }
  }

  /** The answer in place of the usual one; null for that. Called in the order of requests. */
  @Nullable SftpReply instead(SftpRequest request) {
    return null;
  }

  @Override
  public void run(FakePeer peer) throws IOException {
    Thread answers = Thread.ofPlatform().daemon().start(() -> answer(peer));
    try {
      for (Optional<SftpMessage> m = peer.receive(); m.isPresent(); m = peer.receive()) {
        SftpRequest request = (SftpRequest) m.get();
        seen.add(request);
        waiting.add(Optional.of(request));
      }
    } finally {
      waiting.add(Optional.empty());
      try {
        answers.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void answer(FakePeer peer) {
    try {
      while (true) {
        List<Optional<SftpRequest>> some = new ArrayList<>(List.of(waiting.take()));
        waiting.drainTo(some);
        List<SftpReply> replies = new ArrayList<>();
        for (Optional<SftpRequest> r : some) {
          if (r.isEmpty()) {
            return;
          }
          replies.add(reply(r.get()));
        }
        if (shuffled) {
          Collections.shuffle(replies, random);
        }
        for (SftpReply reply : replies) {
          peer.send(reply);
        }
      }
    } catch (IOException e) {
      // The client has gone.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private SftpReply reply(SftpRequest request) {
    SftpReply other = instead(request);
    return other != null ? other : usual(request);
  }

  SftpReply usual(SftpRequest request) {
    return switch (request) {
      case SftpRequest.Open o -> {
        if (!o.pflags().contains(OpenFlag.CREATE) && !files.containsKey(o.filename())) {
          yield FakePeer.status(o, SftpStatus.NO_SUCH_FILE);
        }
        if (o.pflags().contains(OpenFlag.TRUNCATE) || !files.containsKey(o.filename())) {
          files.put(o.filename(), new byte[0]);
        }
        yield new SftpReply.Handle(o.id(), o.filename());
      }
      case SftpRequest.Stat s -> attributes(s, s.path());
      case SftpRequest.Fstat s -> attributes(s, s.handle());
      case SftpRequest.Read r -> read(r);
      case SftpRequest.Write w -> {
        byte[] old = files.getOrDefault(w.handle(), new byte[0]);
        int end = (int) w.offset() + w.data().length();
        byte[] grown = Arrays.copyOf(old, Math.max(old.length, end));
        w.data().copyTo(grown, (int) w.offset());
        files.put(w.handle(), grown);
        yield FakePeer.status(w, SftpStatus.OK);
      }
      case SftpRequest.Fsetstat s -> {
        if (s.attrs().size().isPresent()) {
          byte[] old = files.getOrDefault(s.handle(), new byte[0]);
          files.put(s.handle(), Arrays.copyOf(old, (int) s.attrs().size().getAsLong()));
        }
        yield FakePeer.status(s, SftpStatus.OK);
      }
      case SftpRequest.Opendir o ->
          folders.containsKey(o.path())
              ? new SftpReply.Handle(o.id(), o.path())
              : FakePeer.status(o, SftpStatus.NO_SUCH_FILE);
      case SftpRequest.Readdir r ->
          listed.add(r.handle())
              ? new SftpReply.Name(r.id(), folders.getOrDefault(r.handle(), List.of()))
              : FakePeer.status(r, SftpStatus.EOF);
      case SftpRequest.Close c -> {
        listed.remove(c.handle());
        yield FakePeer.status(c, SftpStatus.OK);
      }
      case SftpRequest.Mkdir m ->
          FakePeer.status(
              m, folders.put(m.path(), List.of()) == null ? SftpStatus.OK : SftpStatus.FAILURE);
      default -> FakePeer.status(request, SftpStatus.OK);
    };
  }

  static DirectoryEntry entry(String name, int permissions, long size) {
    return new DirectoryEntry(
        Bytes.utf8(name),
        Bytes.EMPTY,
        FileAttributes.NONE.withPermissions(permissions).withSize(size).withTimes(1000, 2000));
  }

  private SftpReply attributes(SftpRequest request, Bytes path) {
    byte[] content = files.get(path);
    if (folders.containsKey(path)) {
      return new SftpReply.Attrs(request.id(), FileAttributes.NONE.withPermissions(0040755));
    }
    return content == null
        ? FakePeer.status(request, SftpStatus.NO_SUCH_FILE)
        : new SftpReply.Attrs(
            request.id(), FileAttributes.NONE.withSize(content.length).withPermissions(0100644));
  }

  SftpReply read(SftpRequest.Read r) {
    byte[] content = files.getOrDefault(r.handle(), new byte[0]);
    if (r.offset() >= content.length) {
      return FakePeer.status(r, SftpStatus.EOF);
    }
    int length = (int) Math.min(r.len(), content.length - r.offset());
    if (shortReads && random.nextBoolean()) {
      length = 1 + random.nextInt(length);
    }
    return new SftpReply.Data(r.id(), Bytes.of(content, (int) r.offset(), length));
  }
}
