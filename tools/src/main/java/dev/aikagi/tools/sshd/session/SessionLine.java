package dev.aikagi.tools.sshd.session;

import dev.aikagi.MalformedException;
import dev.aikagi.posix.Descriptor;
import dev.aikagi.posix.LocalSocket;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The connection of sshd and a session process: messages behind their lengths, over one end of a
 * socket pair. Any thread sends; one receives. What passed through is wiped, passwords among it.
 */
public final class SessionLine implements AutoCloseable {
  /** The other side does nothing but read: whoever does not take a message in time is stuck. */
  private static final int SEND_TIMEOUT_MILLIS = 30_000;

  /** Between the parts of one message. */
  private static final int REST_TIMEOUT_MILLIS = 30_000;

  private static final int HEADER = 4;
  private static final int SMALL = 1024;
  private static final int SECRETS = 64 * 1024;

  private final LocalSocket socket;
  private final Object sending = new Object();

  public SessionLine(LocalSocket socket) {
    this.socket = socket;
  }

  public void send(SessionMessage message) throws IOException {
    send(message, List.of());
  }

  /**
   * Sends one message; the files stay open here.
   *
   * @throws IllegalArgumentException when it is longer than the other side takes; nothing was sent
   */
  public void send(SessionMessage message, List<Descriptor> files) throws IOException {
    if (files.size() != message.files()) {
      throw new IllegalArgumentException(files.size() + " files");
    }
    // An array that grows leaves its secrets behind, so the one for secrets is large at once.
    WireWriter w = new WireWriter(message instanceof SessionRequest.Answers ? SECRETS : SMALL);
    try {
      w.writeUint32(0).writeByte(message.number());
      message.write(w);
      int length = w.length() - HEADER;
      int limit =
          message instanceof SessionRequest ? SessionRequest.MAX_LENGTH : SessionAnswer.MAX_LENGTH;
      if (length > limit) {
        throw new IllegalArgumentException(length + " bytes; the limit is " + limit);
      }
      byte[] prefix = new WireWriter(HEADER).writeUint32(length).toArray();
      System.arraycopy(prefix, 0, w.array(), 0, HEADER);
      synchronized (sending) {
        socket.send(w.array(), 0, w.length(), files, SEND_TIMEOUT_MILLIS);
      }
    } finally {
      w.wipe();
    }
  }

  /** Takes messages, one after the other. */
  @FunctionalInterface
  public interface Taker<T> {
    void take(T message) throws IOException;
  }

  /** Receives requests until the end. */
  void receiveRequests(Taker<SessionRequest> taker) throws IOException {
    for (Optional<SessionRequest> next = receiveRequest();
        next.isPresent();
        next = receiveRequest()) {
      taker.take(next.get());
    }
  }

  /** Receives answers until the end. */
  public void receiveAnswers(Taker<SessionAnswer> taker) throws IOException {
    for (Optional<SessionAnswer> next = receiveAnswer(); next.isPresent(); next = receiveAnswer()) {
      taker.take(next.get());
    }
  }

  /** The next request; empty at the end. */
  public Optional<SessionRequest> receiveRequest() throws IOException {
    return receive(SessionRequest.MAX_LENGTH, SessionRequest::read);
  }

  /** The next answer; empty at the end. */
  public Optional<SessionAnswer> receiveAnswer() throws IOException {
    return receive(SessionAnswer.MAX_LENGTH, SessionAnswer::read);
  }

  private interface Decoder<T> {
    T read(WireReader r) throws MalformedException;
  }

  private <T> Optional<T> receive(int limit, Decoder<T> decoder) throws IOException {
    byte[] header = new byte[HEADER];
    int first = socket.receive(header, 0, HEADER, -1);
    if (first < 0) {
      return Optional.empty();
    }
    fill(header, first);
    long length = new WireReader(header).readUint32();
    if (length == 0 || length > limit) {
      throw new MalformedException("a message of " + length + " bytes; the limit is " + limit);
    }
    byte[] body = new byte[(int) length];
    try {
      fill(body, 0);
      return Optional.of(decoder.read(new WireReader(body)));
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }

  private void fill(byte[] target, int from) throws IOException {
    for (int at = from; at < target.length; ) {
      int n = socket.receive(target, at, target.length - at, REST_TIMEOUT_MILLIS);
      if (n < 0) {
        throw new EOFException("the other side ended within a message");
      }
      at += n;
    }
  }

  /** The files of the message that was received last; the caller closes them. */
  public List<Descriptor> files(SessionMessage message) throws MalformedException {
    List<Descriptor> files = new ArrayList<>();
    while (files.size() < message.files()) {
      Optional<Descriptor> next = socket.takeFile();
      if (next.isEmpty()) {
        files.forEach(Descriptor::close);
        throw new MalformedException("a file is missing");
      }
      files.add(next.get());
    }
    return files;
  }

  @Override
  public void close() {
    socket.close();
  }
}
