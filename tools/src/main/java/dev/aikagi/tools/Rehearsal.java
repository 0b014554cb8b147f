package dev.aikagi.tools;

import java.util.List;

/**
 * Several runs of a tool in one process, for whoever records a start-up cache: the runtime records
 * one process only, and one login knows one key exchange and one cipher.
 */
final class Rehearsal {
  /** sftp-server as sshd has it of its own: that takes a socket, which no command line names. */
  private static final List<String> SERVED = List.of("sftp-server", "service");

  private static final List<String> SERVICE = List.of("sftp-service", "rehearse");

  private Rehearsal() {}

  /** Takes whole command lines as of {@link Main}, with a {@code ;} between them. */
  public static void main(String[] args) {
    System.exit(run(Arguments.of(args)));
  }

  private static int run(List<String> words) {
    int end = words.indexOf(";");
    while (end >= 0) {
      int status = one(words.subList(0, end));
      if (status != Exit.OK) {
        return status;
      }
      words = words.subList(end + 1, words.size());
      end = words.indexOf(";");
    }
    return one(words);
  }

  private static int one(List<String> words) {
    return Main.run(words.equals(SERVED) ? SERVICE : words);
  }
}
