package dev.aikagi.tools.explain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report for programs; docs/ssh-doctor.schema.json describes it. */
public final class JsonReport {
  /** Grows when a program that reads the former one could go wrong. */
  private static final int VERSION = 1;

  private JsonReport() {}

  public static String of(Report report, Texts texts) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("version", VERSION);
    out.put("healthy", report.healthy());
    out.put("subject", texts.text(report.subject()));
    out.put("way", report.way().stream().map(s -> step(s, texts)).toList());
    out.put("findings", report.findings().stream().map(f -> finding(f, texts)).toList());
    out.put("tidyUps", report.tidyUps().stream().map(t -> tidyUp(t, texts)).toList());
    return Json.of(out);
  }

  private static Object step(Step step, Texts texts) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("mark", word(step.mark()));
    out.put("key", step.text().key());
    out.put("text", texts.text(step.text()));
    out.put("parts", step.parts().stream().map(s -> step(s, texts)).toList());
    return out;
  }

  private static Object finding(Finding finding, Texts texts) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("rank", word(finding.rank()));
    out.put("code", finding.reason().code());
    out.put("title", texts.title(finding.reason()));
    finding.jumpHost().ifPresent(h -> out.put("jumpHost", h));
    out.put("evidence", finding.evidence().stream().map(texts::text).toList());
    out.put("why", texts.why(finding.reason()).orElse(""));
    out.put("mend", texts.mend(finding.reason()).orElse(""));
    out.put("remedies", finding.remedies().stream().map(JsonReport::remedy).toList());
    return out;
  }

  private static Object tidyUp(TidyUp tidyUp, Texts texts) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("key", tidyUp.what().key());
    out.put("text", texts.text(tidyUp.what()));
    return out;
  }

  private static Object remedy(Remedy remedy) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("where", word(remedy.where()));
    out.put("commands", List.copyOf(remedy.commands()));
    out.put("fixable", remedy.fix().isPresent());
    return out;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
