package dev.aikagi.fuzz;

import dev.aikagi.MalformedException;
import dev.aikagi.tools.KeysignMessage;

/** {@link KeysignMessage#signature}: what a program that runs as root says. */
public final class KeysignAnswerTarget {
  private KeysignAnswerTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    try {
      Found.check(
          KeysignMessage.signature("f", data).length() == data.length - 9, "a part of the answer");
    } catch (MalformedException e) {
      Found.oneLine(String.valueOf(e.getMessage()));
    }
  }
}
