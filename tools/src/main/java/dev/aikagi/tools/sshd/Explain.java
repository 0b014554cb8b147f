package dev.aikagi.tools.sshd;

import dev.aikagi.posix.Terminal;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.explain.JsonReport;
import dev.aikagi.tools.explain.Paper;
import dev.aikagi.tools.explain.PlainReport;
import dev.aikagi.tools.explain.Report;
import dev.aikagi.tools.explain.Texts;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** {@code sshd --explain}: whether a user would get in, and why. */
final class Explain {
  static final String OPTION = "--explain";

  private static final int OUTPUT = 1;

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
            .orElseGet(
                () ->
                    request.json()
                        ? Texts.english()
                        : Texts.ofEnvironment(n -> Optional.ofNullable(System.getenv(n))));
    Report report;
    try {
      report = LoginWalk.of(request);
    } catch (LoginWalk.UsageException e) {
      errors.println(e.getMessage());
      return Exit.FATAL;
    }
    boolean terminal = out.equals(System.out) && Terminal.isTerminal(OUTPUT);
    Paper paper = Paper.ofOutput(terminal, System.getenv("NO_COLOR"));
    // UTF-8 whatever the locale, as ssh-doctor writes it.
    PrintStream utf8 = new PrintStream(out, false, StandardCharsets.UTF_8);
    utf8.print(
        request.json() ? JsonReport.of(report, texts) : PlainReport.of(report, texts, paper));
    utf8.flush();
    return LoginWalk.getsIn(report) ? Exit.OK : Exit.FAILURE;
  }
}
