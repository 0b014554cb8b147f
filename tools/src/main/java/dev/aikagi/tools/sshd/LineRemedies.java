package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.key.KeyType;
import dev.aikagi.posix.User;
import dev.aikagi.tools.explain.Fix;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Sed;
import dev.aikagi.tools.explain.Sh;
import dev.aikagi.trust.AuthorizedKeyReason;
import dev.aikagi.trust.LineMend;
import dev.aikagi.trust.UserCertificateRefusal;
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
  private static final int FOLDER_MODE = 0700;

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
          edit(command(reason, mend.get()))
              .with(new Fix.Content(view.path(), Bytes.of(text()), mend.get().applied(text()))));
    }
    if (reason instanceof AuthorizedKeyReason.OtherForm form) {
      all.add(converted(form));
    }
    options(reason).ifPresent(all::add);
    return Walk.useful(all.toArray(Remedy[]::new));
  }

  private Remedy edit(String... commands) {
    return AsUser.needed(view.path(), user)
        ? Remedy.server(AsUser.command(user, List.of(commands)))
        : Remedy.server(commands);
  }

  private byte[] text() {
    return view.text().orElse(Bytes.EMPTY).toArray();
  }

  private String command(AuthorizedKeyReason reason, LineMend mend) {
    return switch (reason) {
      case AuthorizedKeyReason.ByteOrderMark _ -> Sed.command(file, "1s/^\\xef\\xbb\\xbf//");
      case AuthorizedKeyReason.CarriageReturns _ -> Sed.command(file, "s/\\r$//;s/\\r/\\n/g");
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
    if (AsUser.needed(view.path(), user)) {
      return edit(
          "sed -n %d,%dp %s | ssh-keygen -i -m %s -f /dev/stdin >> %s"
              .formatted(form.line(), form.last(), name, form.form(), name));
    }
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
          case AuthorizedKeyReason.AuthorityNotMarked _ -> marked(line);
          case AuthorizedKeyReason.CertificateRefused refused -> withPrincipal(line, refused.why());
          case AuthorizedKeyReason.UnknownOption o when o.nearest().isEmpty() ->
              without(line, Pattern.quote(o.option()));
          default -> line;
        };
    return after.equals(line)
        ? Optional.empty()
        : Optional.of(edit(LineEdit.command(file, reason.line(), line, after)));
  }

  /** The key of the line becomes an authority's. */
  private static String marked(String line) {
    String first = line.strip().split("[ \t]", 2)[0];
    return "cert-authority" + (KeyType.named(first).isPresent() ? " " : ",") + line.strip();
  }

  /** A line that takes one of the certificate's principals, where the name is what is wrong. */
  private static String withPrincipal(String line, UserCertificateRefusal why) {
    Optional<String> principal =
        why.certificate().principals().stream()
            .filter(p -> p.matches("[A-Za-z0-9_.@:+-]+"))
            .findFirst();
    if (principal.isEmpty()) {
      return line;
    }
    return switch (why) {
      case UserCertificateRefusal.UserNotListed _ ->
          line.replaceFirst(
              "(?i)cert-authority", "cert-authority,principals=\"" + principal.get() + "\"");
      case UserCertificateRefusal.NotAuthorized _ ->
          line.replaceFirst("(?i)(principals=\"[^\"]*)\"", "$1," + principal.get() + "\"");
      default -> line;
    };
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
    boolean own = AsUser.needed(file, user);
    List<String> commands = new ArrayList<>(folder(file, user));
    boolean fileMissing = !Files.exists(file);
    byte[] before = view.text().orElse(Bytes.EMPTY).toArray();
    boolean open = before.length > 0 && before[before.length - 1] != '\n';
    if (open) {
      commands.add("echo >> " + Sh.word(file.toString()));
    }
    commands.add(written(user, from, line, own) + " >> " + Sh.word(file.toString()));
    if (fileMissing && !own) {
      commands.add(Sh.line("chown", "-h", user.name() + ":", file));
      commands.add(Sh.line("chmod", "600", file));
    }
    Remedy remedy = remedy(user, own, commands);
    Path folder = file.getParent();
    if (folder != null && !Files.exists(folder) && Files.exists(user.home())) {
      return remedy.with(new Fix.Folder(folder, FOLDER_MODE));
    }
    if (fileMissing || view.text().isEmpty() || line.isEmpty()) {
      return remedy;
    }
    String added = (open ? "\n" : "") + line + "\n";
    byte[] more = added.getBytes(StandardCharsets.UTF_8);
    byte[] after = Arrays.copyOf(before, before.length + more.length);
    System.arraycopy(more, 0, after, before.length, more.length);
    return remedy.with(new Fix.Content(file, Bytes.of(before), Bytes.of(after)));
  }

  /**
   * What writes a line out.
   *
   * @param line empty where all lines of a file of the user's own are meant
   */
  private static String written(User user, Optional<Path> from, String line, boolean own) {
    boolean copied = from.isPresent() && (line.isEmpty() || user.uid() == 0);
    if (!copied) {
      return "printf '%s\\n' " + Sh.word(line);
    }
    return own ? Sh.line("cat", from.get()) : AsUser.reading(from.get(), user);
  }

  private static Remedy remedy(User user, boolean own, List<String> commands) {
    List<String> all = own ? AsUser.inHome(user, commands) : commands;
    return Remedy.server(all.toArray(String[]::new));
  }

  /** A list that lies under another name. */
  static Remedy moved(Path file, Path found, User user) {
    if (OwnPlace.leadsOut(file, user) || OwnPlace.leadsOut(found, user)) {
      return Remedy.server();
    }
    List<String> commands = new ArrayList<>(folder(file, user));
    if (AsUser.needed(file, user)) {
      commands.add(Sh.line("mv", "-T", found, file));
      commands.add(Sh.line("chmod", "600", file));
      return remedy(user, true, commands);
    }
    commands.add(
        AsUser.needed(found, user)
            ? AsUser.reading(found, user) + " > " + Sh.word(file.toString())
            : Sh.line("mv", found, file));
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
    if (AsUser.needed(inTheWay, user)) {
      return ownInstead(inTheWay, file, user, offered);
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

  private static Remedy ownInstead(
      Path inTheWay, Path file, User user, Optional<OfferedKey> offered) {
    List<String> commands = new ArrayList<>();
    commands.add(Sh.line("mv", "-T", inTheWay, inTheWay + ".old"));
    if (!inTheWay.equals(file)) {
      commands.add(Sh.line("mkdir", "-m", "700", inTheWay));
    }
    if (offered.isPresent()) {
      String line = Sh.word(offered.get().line());
      commands.add("printf '%s\\n' " + line + " > " + Sh.word(file.toString()));
    }
    return remedy(user, true, commands);
  }

  private static List<String> folder(Path file, User user) {
    Path folder = file.getParent();
    if (folder == null || Files.exists(folder)) {
      return List.of();
    }
    String make = Sh.line("mkdir", "-p", "-m", "700", folder);
    return AsUser.needed(file, user)
        ? List.of(make)
        : List.of(make, Sh.line("chown", "-h", user.name() + ":", folder));
  }
}
