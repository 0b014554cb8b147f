package dev.aikagi.posix;

import dev.aikagi.SecretBytes;
import dev.aikagi.posix.PamConversation.Message;
import dev.aikagi.posix.PamConversation.Style;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The conversation function that PAM's modules call. */
@SuppressWarnings("restricted")
final class PamQuestions {
  private static final int SUCCESS = 0;
  private static final int BUF_ERR = 5;
  private static final int CONV_ERR = 19;

  /** PAM_MAX_NUM_MSG. */
  private static final int MAX_MESSAGES = 32;

  /** struct pam_response: a pointer and an int. */
  private static final int RESPONSE_SIZE = 16;

  private final PamConversation conversation;

  PamQuestions(PamConversation conversation) {
    this.conversation = conversation;
  }

  /** Nothing may be thrown from here: there is no Java frame below to catch it. */
  int ask(int count, long messages, long responseOut, @SuppressWarnings("unused") long data) {
    List<SecretBytes> answers = List.of();
    try (NativeFrame frame = new NativeFrame()) {
      if (count < 1 || count > MAX_MESSAGES) {
        return CONV_ERR;
      }
      List<Message> asked = read(messages, count);
      answers = conversation.answer(asked);
      if (answers.size() != asked.stream().filter(Message::isPrompt).count()) {
        return CONV_ERR;
      }
      long responses = frame.call(Libc.CALLOC, count, RESPONSE_SIZE);
      if (responses == 0) {
        return BUF_ERR;
      }
      int next = 0;
      MemorySegment array =
          MemorySegment.ofAddress(responses).reinterpret((long) count * RESPONSE_SIZE);
      for (int i = 0; i < count; i++) {
        if (asked.get(i).isPrompt()) {
          long copy = copyForC(frame, answers.get(next++).expose());
          array.set(ValueLayout.JAVA_LONG, (long) i * RESPONSE_SIZE, copy);
        }
      }
      MemorySegment.ofAddress(responseOut).reinterpret(8).set(ValueLayout.JAVA_LONG, 0, responses);
      return SUCCESS;
    } catch (IOException | RuntimeException | Error e) {
      return CONV_ERR;
    } finally {
      answers.forEach(SecretBytes::close);
    }
  }

  private static List<Message> read(long messages, int count) throws IOException {
    MemorySegment pointers = MemorySegment.ofAddress(messages).reinterpret(8L * count);
    List<Message> out = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      MemorySegment message =
          MemorySegment.ofAddress(pointers.getAtIndex(ValueLayout.JAVA_LONG, i)).reinterpret(16);
      String text = NativeFrame.stringAt(message.get(ValueLayout.JAVA_LONG, 8));
      out.add(
          new Message(
              style(message.get(ValueLayout.JAVA_INT, 0)), Objects.requireNonNullElse(text, "")));
    }
    return out;
  }

  private static Style style(int number) throws IOException {
    return switch (number) {
      case 1 -> Style.PROMPT_ECHO_OFF;
      case 2 -> Style.PROMPT_ECHO_ON;
      case 3 -> Style.ERROR_MSG;
      case 4 -> Style.TEXT_INFO;
      default -> throw new IOException("PAM message of style " + number);
    };
  }

  /** Memory that PAM frees. A NUL would cut the password short and let its beginning pass. */
  private static long copyForC(NativeFrame frame, byte[] answer) throws IOException {
    for (byte b : answer) {
      if (b == 0) {
        throw new IOException("a NUL in an answer");
      }
    }
    long address = frame.call(Libc.CALLOC, answer.length + 1L, 1);
    if (address == 0) {
      throw new OutOfMemoryError("calloc");
    }
    MemorySegment.copy(
        answer,
        0,
        MemorySegment.ofAddress(address).reinterpret(answer.length),
        ValueLayout.JAVA_BYTE,
        0,
        answer.length);
    return address;
  }
}
