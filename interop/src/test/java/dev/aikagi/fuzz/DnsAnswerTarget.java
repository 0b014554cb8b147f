package dev.aikagi.fuzz;

import dev.aikagi.tools.dns.HostKeyRecords;
import java.io.IOException;
import org.xbill.DNS.Message;

/** {@link HostKeyRecords}: what a name server answers to a question for SSHFP records. */
public final class DnsAnswerTarget {
  private DnsAnswerTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    Message answer;
    try {
      answer = new Message(data);
    } catch (IOException | IllegalArgumentException e) {
      // The library's own parser, whatever it throws, is behind a resolver.
      Found.sayNothing(String.valueOf(e.getMessage()));
      return;
    }
    try {
      HostKeyRecords records = HostKeyRecords.of(answer, false);
      Found.check(!records.secure(), "the word of nobody who is trusted");
      Found.check(records.records().size() <= 64, "too many records");
      records.records().forEach(r -> Found.oneLine(r.line("h").strip()));
      HostKeyRecords.Verdict verdict = records.verdict(Found.AUTHORITY.publicKey());
      boolean silent = verdict == HostKeyRecords.Verdict.SILENT;
      Found.check(silent || !records.records().isEmpty(), "a word about no record");
      Found.check(
          records.equals(new HostKeyRecords(records.records(), false)), "another each time");
    } catch (IOException e) {
      Found.oneLine(String.valueOf(e.getMessage()));
    }
  }
}
