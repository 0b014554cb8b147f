package dev.aikagi.tools.doctor;

import dev.aikagi.posix.Terminal;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.explain.JsonReport;
import dev.aikagi.tools.explain.Paper;
import dev.aikagi.tools.explain.PlainReport;
import dev.aikagi.tools.explain.Report;
import dev.aikagi.tools.explain.Texts;
import dev.aikagi.tools.ssh.Examination;
import dev.aikagi.tools.sshd.LoginWalk;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The ssh-doctor program. */
public final class SshDoctor {
  private final DoctorLine line;
  private final Texts texts;
  private final PrintStream out;
  private final PrintStream errors;

  private SshDoctor(DoctorLine line, PrintStream out, PrintStream errors) {
    this.line = line;
    this.out = out;
    this.errors = errors;
    this.texts =
        line.language()
            .map(Texts::named)
            .orElseGet(
                () ->
                    line.json()
                        ? Texts.english()
                        : Texts.ofEnvironment(name -> Optional.ofNullable(System.getenv(name))));
  }

  /** Runs it with the words after its name: 0 healthy, 1 findings, 255 could not run. */
  public static int run(List<String> arguments) {
    return run(arguments, System.in, System.out, System.err);
  }

  static int run(
      List<String> arguments, InputStream answers, PrintStream output, PrintStream errors) {
    // Texts are UTF-8 whatever the locale: a file or a pipe that takes them is no terminal.
    PrintStream out = new PrintStream(output, false, StandardCharsets.UTF_8);
    try {
      DoctorLine line = DoctorLine.parse(arguments);
      if (line.help() || (line.words().isEmpty() && line.mode() == DoctorLine.Mode.CONNECTION)) {
        (line.help() ? out : errors).print(Usage.TEXT);
        return line.help() ? Exit.OK : Exit.FATAL;
      }
      return new SshDoctor(line, out, errors).examine(answers);
    } catch (Fatal e) {
      if (!e.text().isEmpty()) {
        errors.println(e.text());
      }
      return Exit.FATAL;
    } finally {
      out.flush();
    }
  }

  private int examine(InputStream answers) throws Fatal {
    Report report = report();
    // A program gets one report, of how things are in the end.
    boolean once = line.fix() && line.json();
    if (!once) {
      show(report);
    }
    if (line.fix()) {
      // Its dialogue would not be JSON.
      Mending mending = new Mending(texts, line.json() ? errors : out, answers);
      boolean changed = !report.healthy() && mending.mend(report);
      if (changed) {
        report = report();
      }
      if (changed || once) {
        show(report);
      }
      mending.tidyUp(report);
    }
    return report.healthy() ? Exit.OK : Exit.FAILURE;
  }

  private Report report() throws Fatal {
    return switch (line.mode()) {
      case CONNECTION -> Examination.of(line.words(), line.offline(), errors);
      case CONFIG -> ConfigWords.parse(line.words()).report();
      case SERVER -> walk();
    };
  }

  private Report walk() throws Fatal {
    try {
      return LoginWalk.of(line.words());
    } catch (LoginWalk.UsageException e) {
      throw new Fatal("ssh-doctor: " + e.getMessage());
    }
  }

  private void show(Report report) {
    out.print(line.json() ? JsonReport.of(report, texts) : PlainReport.of(report, texts, paper()));
    out.flush();
  }

  private static Paper paper() {
    return Paper.ofOutput(Terminal.isTerminal(1), System.getenv("NO_COLOR"));
  }
}
