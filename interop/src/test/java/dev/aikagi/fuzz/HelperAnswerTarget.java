package dev.aikagi.fuzz;

import dev.aikagi.MalformedException;
import dev.aikagi.tools.securitykey.HelperAnswer;
import java.util.Arrays;

/** {@link HelperAnswer}: what a process says in which a library of somebody else's runs. */
public final class HelperAnswerTarget {
  private HelperAnswerTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    HelperAnswer answer;
    try {
      answer = HelperAnswer.read(data);
    } catch (MalformedException e) {
      // No answer.
      return;
    }
    switch (answer) {
      case HelperAnswer.Signed signed -> {
        Found.check(signed.answer().first().length() <= 128, "a long signature");
        Found.check(signed.answer().second().length() <= 128, "a long signature");
        Found.check(Arrays.equals(data, answer.write().toArray()), "not as it is written");
      }
      case HelperAnswer.Failed failed -> {
        Found.check(failed.text().length() <= 1024, "a long reason");
        Found.check(answer.write().length() <= data.length, "longer than it was");
      }
    }
  }
}
