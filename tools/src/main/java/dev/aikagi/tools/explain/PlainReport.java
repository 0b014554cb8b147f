package dev.aikagi.tools.explain;

import dev.aikagi.Printable;
import dev.aikagi.tools.explain.Paper.Style;
import java.util.List;

/** A report for people: the way as a tree, then what is wrong and what mends it. */
public final class PlainReport {
  private final Texts texts;
  private final Paper paper;
  private final StringBuilder out = new StringBuilder();

  private PlainReport(Texts texts, Paper paper) {
    this.texts = texts;
    this.paper = paper;
  }

  public static String of(Report report, Texts texts, Paper paper) {
    return new PlainReport(texts, paper).write(report);
  }

  private String write(Report report) {
    out.append(paper.paragraph("", Style.STRONG, texts.text(report.subject())));
    report.way().forEach(s -> step(s, 1));
    out.append('\n');
    if (report.healthy()) {
      out.append(paper.paragraph("", Style.GOOD, say("report.healthy")));
    } else {
      out.append(paper.paragraph("", Style.STRONG, say("report.causes")));
    }
    int number = 0;
    for (Finding finding : report.findings()) {
      finding(++number, finding);
    }
    tidyUps(report.tidyUps());
    return out.toString();
  }

  private void tidyUps(List<TidyUp> tidyUps) {
    if (!tidyUps.isEmpty()) {
      out.append('\n').append(paper.paragraph("", Style.STRONG, say("report.tidy")));
      tidyUps.forEach(t -> out.append(paper.paragraph("  ", Style.PLAIN, texts.text(t.what()))));
    }
  }

  private String say(String key) {
    return texts.text(Words.of(key));
  }

  private void step(Step step, int depth) {
    String mark = "  ".repeat(depth) + mark(step.mark()) + " ";
    out.append(paper.paragraph(mark, Style.PLAIN, texts.text(step.text())));
    step.parts().forEach(p -> step(p, depth + 1));
  }

  private String mark(Mark mark) {
    return switch (mark) {
      case OK -> paper.styled(Style.GOOD, paper.colour() ? "✓" : "ok  ");
      case NOTE -> paper.styled(Style.NOTE, paper.colour() ? "•" : "note");
      case BAD -> paper.styled(Style.FAULT, paper.colour() ? "✗" : "FAIL");
      case NOT_SEEN -> paper.styled(Style.FAINT, paper.colour() ? "·" : "--  ");
    };
  }

  private void finding(int number, Finding finding) {
    String head = number + ". ";
    String indent = " ".repeat(head.length());
    out.append('\n');
    Style style = finding.rank() == Rank.RISK ? Style.NOTE : Style.FAULT;
    String rank = say("report.rank." + finding.rank().name().toLowerCase(java.util.Locale.ROOT));
    out.append(paper.paragraph(head, style, texts.title(finding.reason()) + " (" + rank + ")"));
    finding
        .jumpHost()
        .ifPresent(h -> labelled(indent, "report.at", texts.text(jumpHost("report.jump-host", h))));
    for (Words evidence : finding.evidence()) {
      labelled(indent, "report.seen", texts.text(evidence));
    }
    texts.why(finding.reason()).ifPresent(w -> labelled(indent, "report.why", w));
    texts.mend(finding.reason()).ifPresent(m -> labelled(indent, "report.mend", m));
    boolean first = true;
    for (Remedy remedy : finding.remedies()) {
      remedy(indent, remedy, where(remedy, finding), first);
      first = false;
    }
  }

  private static Words jumpHost(String key, String host) {
    return Words.of(key, "jump", host);
  }

  private String where(Remedy remedy, Finding finding) {
    return switch (remedy.where()) {
      case HERE -> say("report.here");
      case SERVER ->
          finding
              .jumpHost()
              .map(h -> texts.text(jumpHost("report.jump-server", h)))
              .orElseGet(() -> say("report.server"));
    };
  }

  private void labelled(String indent, String key, String text) {
    out.append(paper.paragraph(indent + say(key) + " ", Style.PLAIN, text));
  }

  private void remedy(String indent, Remedy remedy, String where, boolean first) {
    List<String> commands = remedy.commands();
    if (commands.isEmpty()) {
      return;
    }
    String label = (first ? "" : say("report.or") + " ") + where;
    out.append(paper.paragraph(indent, Style.PLAIN, label));
    // Never wrapped: it is to be copied. Sh has left no control character in it but line feeds.
    commands.stream()
        .map(c -> Printable.lines(c, Integer.MAX_VALUE))
        .forEach(
            c ->
                out.append(indent)
                    .append("  ")
                    .append(paper.styled(Style.COMMAND, c))
                    .append('\n'));
  }
}
