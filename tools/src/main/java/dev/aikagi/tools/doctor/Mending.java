package dev.aikagi.tools.doctor;

import dev.aikagi.Bytes;
import dev.aikagi.key.FileFault;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Fix;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Report;
import dev.aikagi.tools.explain.Texts;
import dev.aikagi.tools.explain.TidyUp;
import dev.aikagi.tools.explain.Words;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Shows each change that can be made, asks, and makes it. The changes of one file are made of what
 * it held when it was looked at, and its backup is that.
 */
final class Mending {
  private static final Set<String> YES = Set.of("y", "yes");

  private final Texts texts;
  private final PrintStream out;
  private final BufferedReader answers;
  private final Map<Path, Rewritten> rewritten = new HashMap<>();

  /** A file whose content was changed here, and what it holds now. */
  private record Rewritten(Bytes before, LineChanges changes, Bytes now) {}

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
    for (Finding finding : report.findings()) {
      Optional<Fix> fix =
          finding.remedies().stream().map(Remedy::fix).flatMap(Optional::stream).findFirst();
      if (fix.isPresent() && asked.add(fix.get())) {
        any |= mend(texts.title(finding.reason()), fix.get());
      }
    }
    if (asked.isEmpty()) {
      say("fix.none");
    }
    return any;
  }

  /** What is no fault; of a report that was made since the last change. */
  void tidyUp(Report report) {
    for (TidyUp tidyUp : report.tidyUps()) {
      mend(texts.text(tidyUp.what()), tidyUp.fix());
    }
  }

  private boolean mend(String title, Fix fix) {
    out.println();
    out.println(title);
    Optional<Fix> now = now(fix);
    if (now.isEmpty()) {
      say("fix.later", "file", fix.path());
      return false;
    }
    Shown.lines(now.get(), texts).forEach(l -> out.println("  " + l));
    out.print(texts.text(Words.of("fix.question")) + " ");
    out.flush();
    if (!yes()) {
      say("fix.left");
      return false;
    }
    try {
      make(fix, now.get());
      say("fix.done");
      return true;
    } catch (IOException e) {
      say("fix.failed", "fault", FileFault.sentence(e));
      return false;
    }
  }

  /** Together with what was done to the file before; empty where that changed the same lines. */
  private Optional<Fix> now(Fix fix) {
    Rewritten file = rewritten.get(fix.path());
    if (file == null || !(fix instanceof Fix.Content c) || !c.before().equals(file.before)) {
      return Optional.of(fix);
    }
    return file.changes
        .with(LineChanges.of(c.before(), c.after()))
        .map(all -> new Fix.Content(c.path(), file.now, all.applied(file.before)));
  }

  private void make(Fix fix, Fix now) throws IOException {
    Rewritten file = rewritten.get(fix.path());
    Change.make(now, file == null).ifPresent(b -> say("fix.backup", "file", b));
    if (now instanceof Fix.Content c) {
      Bytes before = file == null ? c.before() : file.before;
      LineChanges changes = LineChanges.of(before, c.after());
      rewritten.put(fix.path(), new Rewritten(before, changes, c.after()));
    }
  }

  private boolean yes() {
    try {
      String answer = answers.readLine();
      return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
    } catch (IOException e) {
      // Whoever cannot answer has not said yes.
      return false;
    }
  }

  private void say(String key, Object... values) {
    out.println(texts.text(Words.of(key, values)));
  }
}
