package dev.aikagi.interop;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What ssh-doctor --json says. */
record Diagnosis(boolean healthy, List<Found> findings) {
  /** One finding. */
  record Found(String code, String title, List<Cure> cures) {}

  /** One remedy: on the server, or here; commands for sh. */
  record Cure(boolean onServer, List<String> commands) {}

  static Diagnosis parse(String json) {
    JsonNode root = JsonMapper.shared().readTree(json);
    List<Found> findings = new ArrayList<>();
    for (JsonNode finding : root.required("findings")) {
      List<Cure> cures = new ArrayList<>();
      for (JsonNode remedy : finding.required("remedies")) {
        List<String> commands = new ArrayList<>();
        for (JsonNode command : remedy.required("commands")) {
          commands.add(command.stringValue());
        }
        cures.add(new Cure(remedy.required("where").stringValue().equals("server"), commands));
      }
      String code = finding.required("code").stringValue();
      findings.add(new Found(code, finding.required("title").stringValue(), cures));
    }
    return new Diagnosis(root.required("healthy").booleanValue(), findings);
  }
}
