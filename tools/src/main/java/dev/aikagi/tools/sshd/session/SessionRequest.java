package dev.aikagi.tools.sshd.session;

import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What sshd asks of a session process. */
public sealed interface SessionRequest extends SessionMessage {
  /**
   * Room for a command of 128 KiB, which is the longest argument that Linux takes, and for 128
   * variables of 4 KiB each.
   */
  int MAX_LENGTH = 1 << 20;

  /** PAM_MAX_NUM_MSG: answers to one conversation. */
  int MAX_ANSWERS = 32;

  /** Begins the PAM transaction; the first request of a private process. */
  record BeginPam(String service, String user, String remoteHost) implements SessionRequest {
    static final int NUMBER = 1;

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeUtf8(service).writeUtf8(user).writeUtf8(remoteHost);
    }
  }

  /** Authenticates; questions follow. */
  record Authenticate(boolean emptyAllowed) implements SessionRequest {
    static final int NUMBER = 2;

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeBoolean(emptyAllowed);
    }
  }

  /** Whether the account may be used now. */
  record CheckAccount() implements SessionRequest {
    static final int NUMBER = 3;

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {}
  }

  /** Changes the password that has expired; questions follow. */
  record ChangePassword() implements SessionRequest {
    static final int NUMBER = 4;

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {}
  }

  /**
   * Establishes credentials and opens the session.
   *
   * @param terminal the path of the slave; empty where there is none
   * @param tickets the file with those of Kerberos that the client lent; empty where it lent none
   */
  record OpenSession(String terminal, String tickets) implements SessionRequest {
    static final int NUMBER = 5;

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeUtf8(terminal).writeUtf8(tickets);
    }
  }

  /** The answers to the questions that came last, one for each prompt; wiped by the receiver. */
  record Answers(List<SecretBytes> secrets) implements SessionRequest {
    static final int NUMBER = 6;

    public Answers {
      secrets = List.copyOf(secrets);
    }

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeUint32(secrets.size());
      secrets.forEach(s -> w.writeString(s.expose()));
    }
  }

  /** Nobody answers the questions that came last. */
  record NoAnswers() implements SessionRequest {
    static final int NUMBER = 7;

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {}
  }

  /**
   * Starts a program.
   *
   * @param id by which later messages name it
   * @param terminal its terminal; where empty, three files travel with the message
   */
  record StartProgram(int id, ProgramStart program, Optional<String> terminal)
      implements SessionRequest {
    static final int NUMBER = 8;

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public int files() {
      return terminal.isPresent() ? 0 : 3;
    }

    @Override
    public void write(WireWriter w) {
      w.writeUint32(id);
      w.writeBoolean(terminal.isPresent());
      terminal.ifPresent(w::writeUtf8);
      program.write(w);
    }
  }

  /** Sends a signal to a program's process group, with its user's rights. */
  record SignalProgram(int id, int signal) implements SessionRequest {
    static final int NUMBER = 9;

    @Override
    public int number() {
      return NUMBER;
    }

    @Override
    public void write(WireWriter w) {
      w.writeUint32(id);
      w.writeUint32(signal);
    }
  }

  /** Reads one whole message, its number first. */
  static SessionRequest read(WireReader r) throws MalformedException {
    int number = r.readByte();
    SessionRequest message =
        switch (number) {
          case BeginPam.NUMBER -> new BeginPam(r.readUtf8(), r.readUtf8(), r.readUtf8());
          case Authenticate.NUMBER -> new Authenticate(r.readBoolean());
          case CheckAccount.NUMBER -> new CheckAccount();
          case ChangePassword.NUMBER -> new ChangePassword();
          case OpenSession.NUMBER -> new OpenSession(r.readUtf8(), r.readUtf8());
          case Answers.NUMBER -> answers(r);
          case NoAnswers.NUMBER -> new NoAnswers();
          case StartProgram.NUMBER -> start(r);
          case SignalProgram.NUMBER ->
              new SignalProgram(SessionMessage.number(r), SessionMessage.number(r));
          default -> throw new MalformedException("a request of number " + number);
        };
    r.expectEnd();
    return message;
  }

  private static Answers answers(WireReader r) throws MalformedException {
    int count = SessionMessage.count(r, MAX_ANSWERS);
    List<SecretBytes> secrets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      secrets.add(SecretBytes.taking(r.readString()));
    }
    return new Answers(secrets);
  }

  private static StartProgram start(WireReader r) throws MalformedException {
    int id = SessionMessage.number(r);
    Optional<String> terminal = r.readBoolean() ? Optional.of(r.readUtf8()) : Optional.empty();
    return new StartProgram(id, ProgramStart.read(r), terminal);
  }
}
