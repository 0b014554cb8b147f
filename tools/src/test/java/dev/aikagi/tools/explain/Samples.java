package dev.aikagi.tools.explain;

import dev.aikagi.tools.ssh.ConnectReason;
import dev.aikagi.tools.ssh.SessionReason;
import java.nio.file.Path;
import java.util.List;

/** Reports for tests of how they are shown. */
final class Samples {
  private static final Words SUBJECT = Words.of("way.subject", "where", "hoge@example.org");

  private Samples() {}

  static Report healthy() {
    return new Report(
        SUBJECT, List.of(Step.of(Mark.OK, Words.of("way.connected", "address", "::1"))), List.of());
  }

  static Report sick() {
    Finding refused =
        Finding.of(
                Rank.CERTAIN,
                new ConnectReason.Refused("192.0.2.1", 22),
                Remedy.here("ssh -p 2222 example.org"),
                Remedy.server("sudo systemctl start ssh", "systemctl status ssh"))
            .seen(Words.of("seen.place", "file", "config", "line", 3));
    Finding session =
        Finding.of(
            Rank.RISK,
            new SessionReason.Refused("no"),
            Remedy.here("chmod 600 config").with(new Fix.Mode(Path.of("/config"), 0644, 0600)));
    return new Report(
        SUBJECT,
        List.of(
            Step.of(
                Mark.OK,
                Words.of("way.config", "host", "example.org"),
                Step.of(Mark.NOTE, Words.of("way.config.local-user", "user", "hoge"))),
            Step.of(Mark.BAD, new ConnectReason.Refused("192.0.2.1", 22)),
            Step.of(Mark.NOT_SEEN, Words.of("way.identities"))),
        // The order is that of their ranks, whatever it was.
        List.of(session, refused));
  }
}
