package dev.aikagi.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.aikagi.Bytes;
import dev.aikagi.agent.AgentFailure;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Fix;
import dev.aikagi.tools.explain.JsonReport;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Report;
import dev.aikagi.tools.explain.Step;
import dev.aikagi.tools.explain.Texts;
import dev.aikagi.tools.explain.TidyUp;
import dev.aikagi.tools.explain.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What docs/ssh-doctor.schema.json promises to programs. */
class ReportSchemaTest {
  private static final Path SCHEMA = Modules.PROJECT.resolve("docs/ssh-doctor.schema.json");
  private static final Words SUBJECT = Words.of("way.subject", "where", "hoge@\"example\".org");

  private static Set<ValidationMessage> faults(String report) throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Files.readString(SCHEMA));
    return schema.validate(report, InputFormat.JSON);
  }

  /** With every mark, rank and place, and with what JSON must escape. */
  private static String sick() {
    List<Finding> findings =
        Arrays.stream(Rank.values())
            .map(
                rank ->
                    Finding.of(
                            rank,
                            new AgentFailure.Refused("sign\n\0\uD83D"),
                            Remedy.server("echo 'a\\b'"),
                            Remedy.here("chmod 600 config")
                                .with(new Fix.Mode(Path.of("/config"), 0644, 0600)))
                        .seen(Words.of("seen.place", "file", "config", "line", 3)))
            .toList();
    List<Step> way =
        Arrays.stream(Mark.values())
            .map(
                m ->
                    Step.of(m, Words.of("way.session"), Step.of(m, new AgentFailure.StreamEnded())))
            .toList();
    List<TidyUp> tidyUps =
        TidyUp.ofLineEnds(Path.of("/keys"), Bytes.utf8("a\r\n")).stream().toList();
    return JsonReport.of(new Report(SUBJECT, way, findings, tidyUps), Texts.named("ja"));
  }

  @Test
  void aReportWithFindingsIsWhatItSays() throws IOException {
    assertEquals(Set.of(), faults(sick()));
  }

  @Test
  void aHealthyReportIsWhatItSays() throws IOException {
    String report = JsonReport.of(new Report(SUBJECT, List.of(), List.of()), Texts.english());
    assertEquals(Set.of(), faults(report));
  }

  @Test
  void anotherReportIsNot() throws IOException {
    String report = sick();
    for (String[] change :
        new String[][] {
          {"\"version\": 1", "\"version\": 2"},
          {"\"healthy\": false", "\"healthy\": true"},
          {"\"rank\": \"likely\"", "\"rank\": \"sure\""},
          {"\"mark\": \"not-seen\"", "\"mark\": \"NOT_SEEN\""},
          {"\"where\": \"server\"", "\"where\": \"there\""},
          {"\"fixable\": true", "\"fixable\": \"yes\""},
          {"\"code\": \"agent.refused\"", "\"code\": \"Agent Refused\""}
        }) {
      String other = report.replace(change[0], change[1]);
      assertFalse(other.equals(report), change[0]);
      assertFalse(faults(other).isEmpty(), change[1]);
    }
  }
}
