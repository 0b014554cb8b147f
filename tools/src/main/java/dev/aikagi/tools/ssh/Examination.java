package dev.aikagi.tools.ssh;

import dev.aikagi.client.Client;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Report;
import dev.aikagi.tools.explain.Step;
import dev.aikagi.tools.explain.TidyUp;
import dev.aikagi.tools.explain.Words;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Goes the whole way of a login as {@code ssh} goes it, with the same configuration, keys and
 * questions, and says of each step how it went. Runs nothing on the other side.
 */
public final class Examination {
  private Examination() {}

  /**
   * Examines.
   *
   * @param words ssh's options and destination
   * @param offline whether keys and configuration are all that is looked at
   * @param errors where faults of the command line go
   * @throws Fatal where the command line says nothing that could be examined
   */
  public static Report of(List<String> words, boolean offline, PrintStream errors) throws Fatal {
    System.setProperty("java.net.preferIPv6Addresses", "system");
    if (!offline) {
      Ssh.loadCryptography();
    }
    return of(words, offline, errors, Patience.Limits.USUAL);
  }

  static Report of(List<String> words, boolean offline, PrintStream errors, Patience.Limits limits)
      throws Fatal {
    CommandLine line = CommandLine.parse(words, errors);
    Companions with = new Companions(limits);
    with.machine().requireAccount();
    Leg.Begun begun = Leg.begin(line, with);
    if (begun.leg().isEmpty()) {
      String where = line.destination().host();
      return report(where, List.of(begun.fault()), begun.findings(), Optional.empty());
    }
    Leg leg = begun.leg().get();
    Optional<TidyUp> tidyUp = Optional.empty();
    if (offline) {
      leg.lookAtFiles();
      tidyUp = OwnKeyList.tidyUp(Path.of(with.machine().homeDirectory()));
    } else {
      try (Client client = leg.logIn()) {
        if (client != null) {
          leg.session(client);
        }
      }
    }
    return report(leg.where(), leg.way(), leg.findings(), tidyUp);
  }

  private static Report report(
      String where, List<Step> way, List<Finding> findings, Optional<TidyUp> tidyUp) {
    List<Step> all = new ArrayList<>(way);
    tidyUp.ifPresent(t -> all.add(Step.of(Mark.NOTE, t.what())));
    return new Report(
        Words.of("way.subject", "where", where), all, findings, tidyUp.stream().toList());
  }
}
