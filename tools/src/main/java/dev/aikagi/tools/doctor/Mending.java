package dev.aikagi.tools.doctor;

import dev.aikagi.key.FileFault;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Fix;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Report;
import dev.aikagi.tools.explain.Texts;
import dev.aikagi.tools.explain.Words;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Shows each change that can be made, asks, and makes it. */
final class Mending {
  private final Texts texts;
  private final PrintStream out;
  private final BufferedReader answers;

  Mending(Texts texts, PrintStream out, InputStream answers) {
    this.texts = texts;
    this.out = out;
    this.answers = new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8));
  }

  /** Whether anything was changed. */
  boolean mend(Report report) {
    boolean any = false;
    // One change may mend several findings, such as all old words of a file.
    Set<Fix> asked = new HashSet<>();
    Set<Path> changed = new HashSet<>();
    for (Finding finding : report.findings()) {
      Optional<Fix> fix =
          finding.remedies().stream().map(Remedy::fix).flatMap(Optional::stream).findFirst();
      // What else is to be changed in the same file is made from what it holds then: next time.
      if (fix.isPresent()
          && !changed.contains(fix.get().path())
          && asked.add(fix.get())
          && mend(finding, fix.get())) {
        any = true;
        changed.add(fix.get().path());
      }
    }
    if (asked.isEmpty()) {
      say("fix.none");
    }
    return any;
  }

  private boolean mend(Finding finding, Fix fix) {
    out.println();
    out.println(texts.title(finding.reason()));
    Shown.lines(fix, texts).forEach(l -> out.println("  " + l));
    out.print(texts.text(Words.of("fix.question")) + " ");
    out.flush();
    if (!yes()) {
      say("fix.left");
      return false;
    }
    try {
      Change.make(fix).ifPresent(b -> say("fix.backup", "file", b));
      say("fix.done");
      return true;
    } catch (IOException e) {
      say("fix.failed", "fault", FileFault.sentence(e));
      return false;
    }
  }

  private boolean yes() {
    try {
      String answer = answers.readLine();
      return answer != null && (answer.strip().equals("y") || answer.strip().equals("yes"));
    } catch (IOException e) {
      // Whoever cannot answer has not said yes.
      return false;
    }
  }

  private void say(String key, Object... values) {
    out.println(texts.text(Words.of(key, values)));
  }
}
