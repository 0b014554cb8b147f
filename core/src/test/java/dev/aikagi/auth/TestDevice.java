package dev.aikagi.auth;

import dev.aikagi.SecretBytes;
import dev.aikagi.message.UserauthInfoRequest.Prompt;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Asks one question and knows its answer. */
final class TestDevice implements KeyboardInteractiveDevice {
  private final String name;
  private final String answer;
  int started;
  int closed;

  TestDevice(String name, String answer) {
    this.name = name;
    this.answer = answer;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Dialogue start() {
    started++;
    return new Dialogue() {
      private boolean asked;

      @Override
      public Turn next(List<SecretBytes> answers) {
        if (!asked) {
          asked = true;
          return new Turn.Ask("", "", List.of(new Prompt(name + ": ", false)));
        }
        return answers.getFirst().matches(answer.getBytes(StandardCharsets.UTF_8))
            ? new Turn.Accepted()
            : new Turn.Refused(new TestUser.Told("wrong answer"));
      }

      @Override
      public void close() {
        closed++;
      }
    };
  }
}
