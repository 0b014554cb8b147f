package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The entries of a folder, in the server's order, a few answers ahead of the reader: what is in
 * memory does not grow with the folder. For one thread at a time.
 */
public final class DirectoryListing implements Closeable {
  /** As many answers are asked for ahead, once the folder proves to be large. */
  private static final int AHEAD = 8;

  private final Requests requests;
  private final Bytes handle;
  private final Bytes path;
  private final ArrayDeque<Call> asked = new ArrayDeque<>();
  private Iterator<DirectoryEntry> entries = List.<DirectoryEntry>of().iterator();
  private int answers;
  private boolean ended;
  private boolean closed;

  DirectoryListing(Requests requests, Bytes handle, Bytes path) {
    this.requests = requests;
    this.handle = handle;
    this.path = path;
    ask();
  }

  /** The next entry; empty at the end. */
  public Optional<DirectoryEntry> next() throws IOException {
    while (!entries.hasNext()) {
      if (ended || closed) {
        return Optional.empty();
      }
      more();
    }
    return Optional.of(entries.next());
  }

  private void more() throws IOException {
    Call call = asked.remove();
    try {
      requests.await(call);
      if (call.isEof()) {
        end();
        return;
      }
      List<DirectoryEntry> names = call.entries();
      // No name is no answer, but servers exist that mean the end by it, and so does OpenSSH's
      // client understand it; to go on asking would never end.
      if (names.isEmpty()) {
        end();
        return;
      }
      entries = names.iterator();
    } catch (IOException e) {
      end();
      throw e;
    }
    answers++;
    while (asked.size() < Math.min(answers, AHEAD)) {
      ask();
    }
  }

  private void ask() {
    Call call = requests.call("readdir", path);
    asked.add(call);
    requests.send(call, id -> new SftpRequest.Readdir(id, handle), false);
  }

  private void end() {
    ended = true;
    asked.forEach(c -> requests.abandon(c.inbox));
    asked.clear();
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      end();
      requests.ask("closedir", path, id -> new SftpRequest.Close(id, handle)).ok();
    }
  }
}
