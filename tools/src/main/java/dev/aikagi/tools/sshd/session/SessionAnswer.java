package dev.aikagi.tools.sshd.session;

import dev.aikagi.MalformedException;
import dev.aikagi.posix.ExitStatus;
import dev.aikagi.posix.PamConversation;
import dev.aikagi.posix.PamResult;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/** What a session process tells sshd. */
public sealed interface SessionAnswer extends SessionMessage {
  /** More than PAM's modules have to say at once. */
  int MAX_LENGTH = 64 * 1024;

  int MAX_VARIABLES = 1024;

  /** What comes of a request for PAM. */
  sealed interface OfPam extends SessionAnswer {}

  /** A module asks or tells; the next request must be the answers. */
  record Questions(List<PamConversation.Message> messages) implements OfPam {
    static final int NUMBER = 65;

    public Questions {
      messages = List.copyOf(messages);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeUint32(messages.size());
      for (PamConversation.Message m : messages) {
        w.writeUtf8(m.style().name());
        w.writeUtf8(m.text());
      }
    }
  }

  /**
   * PAM is done with the request.
   *
   * @param text the system's sentence for the result
   * @param environment "NAME=value"; of an opened session
   */
  record Outcome(PamResult result, String text, List<String> environment) implements OfPam {
    static final int NUMBER = 66;

    public Outcome {
      environment = List.copyOf(environment);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeUtf8(result.name());
      w.writeUtf8(text);
      w.writeUint32(environment.size());
      environment.forEach(w::writeUtf8);
    }
  }

  record Started(int id, int pid) implements SessionAnswer {
    static final int NUMBER = 67;

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeUint32(id);
      w.writeUint32(pid);
    }
  }

  record NotStarted(int id, String reason) implements SessionAnswer {
    static final int NUMBER = 68;

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeUint32(id);
      w.writeUtf8(reason);
    }
  }

  record Ended(int id, ExitStatus status) implements SessionAnswer {
    static final int NUMBER = 69;

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeUint32(id);
      switch (status) {
        case ExitStatus.Exited e -> w.writeByte(0).writeUint32(e.code()).writeBoolean(false);
        case ExitStatus.Signalled s ->
            w.writeByte(1).writeUint32(s.signal()).writeBoolean(s.coreDumped());
      }
    }
  }

  /** Reads one whole message, its number first. */
  static SessionAnswer read(WireReader r) throws MalformedException {
    int number = r.readByte();
    SessionAnswer message =
        switch (number) {
          case Questions.NUMBER -> questions(r);
          case Outcome.NUMBER -> outcome(r);
          case Started.NUMBER -> new Started(SessionMessage.number(r), SessionMessage.number(r));
          case NotStarted.NUMBER -> new NotStarted(SessionMessage.number(r), r.readUtf8());
          case Ended.NUMBER -> new Ended(SessionMessage.number(r), status(r));
          default -> throw new MalformedException("an answer of number " + number);
        };
    r.expectEnd();
    return message;
  }

  private static Questions questions(WireReader r) throws MalformedException {
    List<PamConversation.Message> messages = new ArrayList<>();
    for (int n = SessionMessage.count(r, SessionRequest.MAX_ANSWERS); n > 0; n--) {
      PamConversation.Style style =
          SessionMessage.row(PamConversation.Style.values(), r.readUtf8());
      messages.add(new PamConversation.Message(style, r.readBytes().utf8()));
    }
    return new Questions(messages);
  }

  private static Outcome outcome(WireReader r) throws MalformedException {
    PamResult result = SessionMessage.row(PamResult.values(), r.readUtf8());
    String text = r.readBytes().utf8();
    List<String> environment = new ArrayList<>();
    for (int n = SessionMessage.count(r, MAX_VARIABLES); n > 0; n--) {
      environment.add(r.readBytes().utf8());
    }
    return new Outcome(result, text, environment);
  }

  private static ExitStatus status(WireReader r) throws MalformedException {
    int kind = r.readByte();
    int number = SessionMessage.number(r);
    boolean coreDumped = r.readBoolean();
    return switch (kind) {
      case 0 -> new ExitStatus.Exited(number);
      case 1 -> new ExitStatus.Signalled(number, coreDumped);
      default -> throw new MalformedException("an end of kind " + kind);
    };
  }
}
