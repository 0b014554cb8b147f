package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.posix.User;
import dev.aikagi.tools.explain.Fix;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Sh;
import dev.aikagi.trust.AuthorizedKeyReason;
import dev.aikagi.trust.LineMend;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands that put right a line of authorized_keys. */
final class LineRemedies {
  private final KeysView view;
  private final User user;
  private final String file;

  LineRemedies(KeysView view, User user) {
    this.view = view;
    this.user = user;
    this.file = view.path().toString();
  }

  Remedy[] of(AuthorizedKeyReason reason) {
    if (OwnPlace.leadsOut(view.path(), user)) {
      return new Remedy[0];
    }
    List<Remedy> all = new ArrayList<>();
    Optional<LineMend> mend = LineMend.of(text(), reason);
    if (mend.isPresent()) {
      all.add(
          Remedy.server(command(reason, mend.get()))
              .with(new Fix.Content(view.path(), Bytes.of(text()), mend.get().applied(text()))));
    }
    if (reason instanceof AuthorizedKeyReason.OtherForm form) {
      all.add(converted(form));
    }
    options(reason).ifPresent(all::add);
    return Walk.useful(all.toArray(Remedy[]::new));
  }

  private byte[] text() {
    return view.text().orElse(Bytes.EMPTY).toArray();
  }

  private String command(AuthorizedKeyReason reason, LineMend mend) {
    return switch (reason) {
      case AuthorizedKeyReason.ByteOrderMark _ -> LineEdit.sed(file, "1s/^\\xef\\xbb\\xbf//");
      case AuthorizedKeyReason.CarriageReturns _ -> LineEdit.sed(file, "s/\\r$//;s/\\r/\\n/g");
      case AuthorizedKeyReason.WideText _ -> {
        String name = Sh.word(file);
        String temporary = Sh.word(file + ".utf8");
        yield "iconv -f UTF-16 -t UTF-8 %s > %s && cat %s > %s && rm %s"
            .formatted(name, temporary, temporary, name, temporary);
      }
      default -> LineEdit.replacement(file, mend.first(), mend.last(), mend.lines());
    };
  }

  private Remedy converted(AuthorizedKeyReason.OtherForm form) {
    String name = Sh.word(file);
    return Remedy.server(
        "sed -n %d,%dp %s > key.pub".formatted(form.line(), form.last(), name),
        "ssh-keygen -i -m " + form.form() + " -f key.pub >> " + name);
  }

  /** What the line demands, and what of it cannot hold. */
  private Optional<Remedy> options(AuthorizedKeyReason reason) {
    String line = view.line(reason.line());
    String after =
        switch (reason) {
          case AuthorizedKeyReason.NotFrom n ->
              line.replaceFirst(
                  "(?i)(from=\"[^\"]*)\"", "$1," + Matcher.quoteReplacement(n.address()) + "\"");
          case AuthorizedKeyReason.Expired _ -> without(line, "expiry-time=\"[^\"]*\"");
          case AuthorizedKeyReason.PrincipalsWithoutAuthority _ ->
              without(line, "principals=\"[^\"]*\"");
          case AuthorizedKeyReason.CertificateAuthority _ -> without(line, "cert-authority");
          case AuthorizedKeyReason.UnknownOption o when o.nearest().isEmpty() ->
              without(line, Pattern.quote(o.option()));
          default -> line;
        };
    return after.equals(line)
        ? Optional.empty()
        : Optional.of(Remedy.server(LineEdit.command(file, reason.line(), line, after)));
  }

  /** Without an option, and without the comma or the blank that would be left of it. */
  private static String without(String line, String option) {
    return line.replaceFirst("(?i)(?:" + option + ",|," + option + "|" + option + "[ \t]+)", "");
  }

  /** One more line at the end, in a file that may be missing, with the folder that it is in. */
  static Remedy append(KeysView view, User user, Optional<Path> from, String line) {
    Path file = view.path();
    if (OwnPlace.leadsOut(file, user)) {
      return Remedy.server();
    }
    List<String> commands = new ArrayList<>(folder(file, user));
    boolean fileMissing = !Files.exists(file);
    byte[] before = view.text().orElse(Bytes.EMPTY).toArray();
    boolean open = before.length > 0 && before[before.length - 1] != '\n';
    if (open) {
      commands.add("echo >> " + Sh.word(file.toString()));
    }
    commands.add(
        from.map(f -> Sh.line("cat", f)).orElse("printf '%s\\n' " + Sh.word(line))
            + " >> "
            + Sh.word(file.toString()));
    if (fileMissing) {
      commands.add(Sh.line("chown", "-h", user.name() + ":", file));
      commands.add(Sh.line("chmod", "600", file));
    }
    Remedy remedy = Remedy.server(commands.toArray(String[]::new));
    if (fileMissing || view.text().isEmpty() || line.isEmpty()) {
      return remedy;
    }
    String added = (open ? "\n" : "") + line + "\n";
    byte[] more = added.getBytes(StandardCharsets.UTF_8);
    byte[] after = Arrays.copyOf(before, before.length + more.length);
    System.arraycopy(more, 0, after, before.length, more.length);
    return remedy.with(new Fix.Content(file, Bytes.of(before), Bytes.of(after)));
  }

  /** A list that lies under another name. */
  static Remedy moved(Path file, Path found, User user) {
    if (OwnPlace.leadsOut(file, user) || OwnPlace.leadsOut(found, user)) {
      return Remedy.server();
    }
    List<String> commands = new ArrayList<>(folder(file, user));
    commands.add(Sh.line("mv", found, file));
    commands.add(Sh.line("chown", "-h", user.name() + ":", file));
    commands.add(Sh.line("chmod", "600", file));
    return Remedy.server(commands.toArray(String[]::new));
  }

  /**
   * What stands in the way goes aside, and a new list is made.
   *
   * @param inTheWay the file itself, or the folder that it is to be in
   */
  static Remedy instead(Path inTheWay, Path file, User user, Optional<OfferedKey> offered) {
    if (OwnPlace.leadsOut(inTheWay, user)) {
      return Remedy.server();
    }
    List<String> commands = new ArrayList<>(List.of(Sh.line("mv", inTheWay, inTheWay + ".old")));
    String owner = user.name() + ":";
    if (!inTheWay.equals(file)) {
      commands.add(Sh.line("mkdir", "-m", "700", inTheWay));
      commands.add(Sh.line("chown", "-h", owner, inTheWay));
    }
    if (offered.isPresent()) {
      String line = Sh.word(offered.get().line());
      commands.add("printf '%s\\n' " + line + " > " + Sh.word(file.toString()));
      commands.add(Sh.line("chown", "-h", owner, file));
      commands.add(Sh.line("chmod", "600", file));
    }
    return Remedy.server(commands.toArray(String[]::new));
  }

  private static List<String> folder(Path file, User user) {
    Path folder = file.getParent();
    return folder == null || Files.exists(folder)
        ? List.of()
        : List.of(
            Sh.line("mkdir", "-p", "-m", "700", folder),
            Sh.line("chown", "-h", user.name() + ":", folder));
  }
}
