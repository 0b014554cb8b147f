package dev.aikagi.tools.sshd.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.posix.Credentials;
import dev.aikagi.posix.Descriptor;
import dev.aikagi.posix.ExitStatus;
import dev.aikagi.posix.LocalSocket;
import dev.aikagi.posix.PamConversation.Message;
import dev.aikagi.posix.PamConversation.Style;
import dev.aikagi.posix.PamResult;
import dev.aikagi.posix.Pipes;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@SuppressWarnings("try") // One end is closed on purpose before the other.
class SessionMessageTest {
  private static final ProgramStart PROGRAM =
      new ProgramStart(
          "/bin/sh",
          List.of(Bytes.utf8("-sh"), Bytes.of(new byte[] {(byte) 0xff, 1})),
          Map.of("NAME", Bytes.utf8("value")),
          Path.of("/home/x"),
          ProgramStart.Kind.FOLDER_SERVER,
          new Credentials(-2, 100, List.of(100, -1), Optional.of(Path.of("/srv/x"))));

  private static final List<SessionRequest> REQUESTS =
      List.of(
          new SessionRequest.BeginPam("sshd", "user", "192.0.2.1"),
          new SessionRequest.Authenticate(true),
          new SessionRequest.CheckAccount(),
          new SessionRequest.ChangePassword(),
          new SessionRequest.OpenSession("/dev/pts/3", "/tmp/krb5cc_1_x"),
          new SessionRequest.NoAnswers(),
          new SessionRequest.StartProgram(7, PROGRAM, Optional.of("/dev/pts/3")),
          new SessionRequest.StartProgram(8, PROGRAM, Optional.empty()),
          new SessionRequest.SignalProgram(7, 15));

  private static final List<SessionAnswer> ANSWERS =
      List.of(
          new SessionAnswer.Questions(
              List.of(
                  new Message(Style.PROMPT_ECHO_OFF, "Password: "),
                  new Message(Style.TEXT_INFO, "hello"))),
          new SessionAnswer.Outcome(PamResult.NEW_AUTHTOK_REQD, "text", List.of("A=b")),
          new SessionAnswer.Started(7, 4711),
          new SessionAnswer.NotStarted(7, "No such file or directory"),
          new SessionAnswer.Ended(7, new ExitStatus.Exited(3)),
          new SessionAnswer.Ended(7, new ExitStatus.Signalled(9, true)));

  private static byte[] bytes(SessionMessage message) {
    WireWriter w = new WireWriter().writeByte(message.number());
    message.write(w);
    return w.toArray();
  }

  private static SessionMessage read(SessionMessage kind, byte[] bytes) throws MalformedException {
    WireReader r = new WireReader(bytes);
    return kind instanceof SessionRequest ? SessionRequest.read(r) : SessionAnswer.read(r);
  }

  private static List<SessionMessage> all() {
    return java.util.stream.Stream.<SessionMessage>concat(REQUESTS.stream(), ANSWERS.stream())
        .toList();
  }

  @Test
  void everyMessageIsReadAsItWasWritten() throws Exception {
    for (SessionMessage message : all()) {
      assertEquals(message, read(message, bytes(message)));
    }
  }

  @Test
  void noMessageIsReadWhenItIsCutOrTooLong() {
    for (SessionMessage message : all()) {
      byte[] whole = bytes(message);
      for (int length = 0; length < whole.length; length++) {
        byte[] part = Arrays.copyOf(whole, length);
        assertThrows(MalformedException.class, () -> read(message, part), message::toString);
      }
      byte[] more = Arrays.copyOf(whole, whole.length + 1);
      assertThrows(MalformedException.class, () -> read(message, more), message::toString);
    }
  }

  @Test
  void answersKeepTheirSecretsAndPrintNone() throws Exception {
    SessionRequest.Answers answers =
        new SessionRequest.Answers(
            List.of(SecretBytes.copyOf("one".getBytes(UTF_8)), SecretBytes.copyOf(new byte[0])));
    SessionRequest.Answers read = (SessionRequest.Answers) read(answers, bytes(answers));
    assertArrayEquals("one".getBytes(UTF_8), read.secrets().get(0).expose());
    assertEquals(0, read.secrets().get(1).length());
    assertTrue(!read.toString().contains("one"));
  }

  @Test
  void unknownNumbersAndLongListsAreRefused() {
    for (int number : new int[] {0, 10, 64, 70, 255}) {
      byte[] bytes = {(byte) number};
      assertThrows(MalformedException.class, () -> SessionRequest.read(new WireReader(bytes)));
      assertThrows(MalformedException.class, () -> SessionAnswer.read(new WireReader(bytes)));
    }
    byte[] many =
        new WireWriter().writeByte(6).writeUint32(SessionRequest.MAX_ANSWERS + 1).toArray();
    assertThrows(MalformedException.class, () -> SessionRequest.read(new WireReader(many)));
    byte[] style =
        new WireWriter().writeByte(65).writeUint32(1).writeUtf8("LOUD").writeUtf8("").toArray();
    assertThrows(MalformedException.class, () -> SessionAnswer.read(new WireReader(style)));
  }

  @Test
  void messagesAndFilesGoOverTheLine() throws Exception {
    LocalSocket.Pair pair = LocalSocket.pair();
    try (SessionLine server = new SessionLine(pair.one());
        SessionLine process = new SessionLine(pair.other());
        Pipes pipes = Pipes.open()) {
      SessionRequest start = REQUESTS.get(7);
      server.send(start, pipes.childEnds());
      pipes.closeChildEnds();
      SessionRequest got = process.receiveRequest().orElseThrow();
      assertEquals(start, got);
      List<Descriptor> files = process.files(got);
      files.get(1).write("x".getBytes(UTF_8), 0, 1);
      byte[] one = new byte[1];
      assertEquals(1, pipes.output().read(one, 0, 1));
      files.forEach(Descriptor::close);
      assertEquals(-1, pipes.output().read(one, 0, 1));
      // Nothing is left: a message that says it has files, and has none, is refused.
      assertThrows(MalformedException.class, () -> process.files(start));
      server.close();
      assertEquals(Optional.empty(), process.receiveRequest());
    }
  }

  @Test
  void aMessageBeyondTheLimitIsNeitherSentNorReceived() throws Exception {
    LocalSocket.Pair pair = LocalSocket.pair();
    try (SessionLine server = new SessionLine(pair.one());
        SessionLine process = new SessionLine(pair.other())) {
      String text = "x".repeat(SessionAnswer.MAX_LENGTH);
      SessionAnswer large = new SessionAnswer.NotStarted(1, text);
      assertThrows(IllegalArgumentException.class, () -> process.send(large));
      byte[] header = new WireWriter().writeUint32(SessionAnswer.MAX_LENGTH + 1L).toArray();
      pair.other().send(header, 0, header.length, List.of(), 1_000);
      assertThrows(MalformedException.class, server::receiveAnswer);
    }
  }
}
