package dev.aikagi.tools.configcheck;

import dev.aikagi.config.ConfigSyntax;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Fix;
import dev.aikagi.tools.explain.Paper;
import dev.aikagi.tools.explain.PlainReport;
import dev.aikagi.tools.explain.Report;
import dev.aikagi.tools.explain.Texts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Files of a configuration, and the machine that they are checked for. */
final class Scene {
  final Path folder;
  private final List<Account> accounts = new ArrayList<>();

  Scene(Path folder) {
    this.folder = folder;
  }

  Scene account(Account account) {
    accounts.add(account);
    return this;
  }

  /** An account like that of a person, with a password. */
  Scene person(String name) {
    return account(
        new Account(
            name,
            1000,
            folder.resolve("home-" + name),
            "/bin/sh",
            List.of(name, "users"),
            Account.Password.SET,
            false));
  }

  Path file(String name, String text) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text, StandardCharsets.ISO_8859_1);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
    return path;
  }

  Report check(Path file, ConfigSyntax syntax) {
    Report report =
        ConfigCheck.of(
            file.toString(), Optional.of(syntax), new FakeMachine(folder, List.copyOf(accounts)));
    // Whatever is found can be said in both languages.
    for (String language : List.of("en", "ja")) {
      PlainReport.of(report, Texts.named(language), Paper.PLAIN);
    }
    return report;
  }

  Report server(String text) throws IOException {
    return check(file("sshd_config", text), ConfigSyntax.SERVER);
  }

  Report client(String text) throws IOException {
    return check(file("ssh_config", text), ConfigSyntax.CLIENT);
  }

  static List<String> codes(Report report) {
    return report.findings().stream().map(f -> f.reason().code()).distinct().toList();
  }

  static Finding finding(Report report, String code) {
    return report.findings().stream()
        .filter(f -> f.reason().code().equals(code))
        .findFirst()
        .orElseThrow(() -> new AssertionError(code + " is not among " + codes(report)));
  }

  static List<String> commands(Report report, String code) {
    return finding(report, code).remedies().stream().flatMap(r -> r.commands().stream()).toList();
  }

  static Stream<Fix.Content> fixes(Report report) {
    return report.findings().stream()
        .flatMap(f -> f.remedies().stream())
        .flatMap(r -> r.fix().stream())
        .map(Fix.Content.class::cast)
        .distinct();
  }
}
