package dev.aikagi.tools.sshd;

import dev.aikagi.posix.PosixException;
import dev.aikagi.posix.Terminal;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.explain.JsonReport;
import dev.aikagi.tools.explain.Paper;
import dev.aikagi.tools.explain.PlainReport;
import dev.aikagi.tools.explain.Report;
import dev.aikagi.tools.explain.Texts;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** {@code sshd --explain}: whether a user would get in, and why. */
final class Explain {
  static final String OPTION = "--explain";

  private static final int OUTPUT = 1;
  private static final int WIDEST = 100;

  private Explain() {}

  static int run(List<String> words, PrintStream out, PrintStream errors) {
    WalkRequest request;
    try {
      request = WalkRequest.of(words);
    } catch (LoginWalk.UsageException e) {
      errors.println(e.getMessage());
      errors.print(WalkRequest.USAGE);
      return Exit.FATAL;
    }
    Texts texts =
        request
            .language()
            .map(Texts::named)
            .orElseGet(() -> Texts.ofEnvironment(n -> Optional.ofNullable(System.getenv(n))));
    Report report = LoginWalk.of(request);
    out.print(
        request.json() ? JsonReport.of(report, texts) : PlainReport.of(report, texts, paper(out)));
    out.flush();
    return LoginWalk.getsIn(report) ? Exit.OK : Exit.FAILURE;
  }

  private static Paper paper(PrintStream out) {
    if (!out.equals(System.out) || !Terminal.isTerminal(OUTPUT)) {
      return Paper.PLAIN;
    }
    try {
      int columns = Terminal.of(OUTPUT).windowSize().columns();
      return new Paper(columns > 0 ? Math.min(columns, WIDEST) : WIDEST, true);
    } catch (PosixException e) {
      return Paper.PLAIN;
    }
  }
}
