package dev.aikagi.tools.sshd;

import dev.aikagi.posix.User;
import dev.aikagi.tools.explain.Fix;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Sh;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.FileModes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands against what StrictModes and ChrootDirectory find. */
final class ModeRemedies {
  /** A folder that everybody puts files into, such as /tmp, has to stay so. */
  private static final int STICKY = 01000;

  /** Without the bits that --fix would take away. */
  private static final int ALL_PERMISSIONS = 0777;

  private ModeRemedies() {}

  /** Of a place on the way to somebody's keys: what is in his home is his own to change. */
  static Remedy of(FileModeReason fault, User user) {
    Path path = fault.path();
    boolean inHome = AsUser.isInHome(path, user);
    return switch (fault) {
      case FileModeReason.WritableByOthers w when isShared(w) -> Remedy.server();
      case FileModeReason.WritableByOthers w -> {
        Remedy remedy = Remedy.server(chmod(path, user, "go-w"));
        boolean plain = (w.mode() & ~ALL_PERMISSIONS) == 0;
        yield inHome && plain ? remedy.with(new Fix.Mode(path, w.mode(), w.mode() & ~022)) : remedy;
      }
      case FileModeReason.WrongOwner _ -> {
        Remedy remedy =
            Remedy.server(
                RootCommand.at(path, "chown", "-h", inHome ? user.name() + ":" : "root:"));
        yield inHome && User.effectiveId() == 0
            ? remedy.with(new Fix.Owner(path, Integer.toUnsignedLong(user.uid()), user.name()))
            : remedy;
      }
      default -> Remedy.server();
    };
  }

  /** By the user where it is his and root could be led elsewhere: chmod follows links. */
  private static String chmod(Path path, User user, String mode) {
    boolean own =
        new UserKeys.Attributes(false)
            .of(path)
            .filter(a -> a.uid() == Integer.toUnsignedLong(user.uid()))
            .isPresent();
    return own && AsUser.needed(path, user) && RootCommand.isExchangeable(path)
        ? AsUser.su(user, Sh.line("chmod", mode, path))
        : RootCommand.at(path, "chmod", mode);
  }

  private static boolean isShared(FileModeReason.WritableByOthers fault) {
    return fault.folder() && (fault.mode() & STICKY) != 0;
  }

  /** Of a folder that has to be root's. */
  static Remedy ofRoot(FileModeReason fault) {
    return switch (fault) {
      case FileModeReason.WritableByOthers w when isShared(w) -> Remedy.server();
      case FileModeReason.WritableByOthers w ->
          Remedy.server(RootCommand.at(w.path(), "chmod", "go-w"));
      case FileModeReason.WrongOwner w ->
          Remedy.server(RootCommand.at(w.path(), "chown", "-h", "root:root"));
      case FileModeReason.Missing m -> Remedy.server(Sh.line("mkdir", "-p", "-m", "755", m.path()));
      default -> Remedy.server();
    };
  }

  /** Of a file that its user's own rights do not reach. */
  static Remedy readable(Path file, User user) {
    UserKeys.Attributes source = new UserKeys.Attributes(false);
    List<String> commands = new ArrayList<>();
    if (OwnPlace.leadsOut(file, user)) {
      return Remedy.server();
    }
    for (Path part : way(file, user)) {
      FileModes.Attributes seen = source.of(part).orElse(null);
      if (seen == null) {
        continue;
      }
      boolean folder = seen.kind() == FileModes.Kind.FOLDER;
      int needed = folder ? 01 : 04;
      boolean own = seen.uid() == Integer.toUnsignedLong(user.uid());
      int bits = own ? seen.mode() >> 6 : seen.mode();
      if ((bits & needed) == 0) {
        commands.add(
            own
                ? chmod(part, user, folder ? "u+rwx" : "u+rw")
                : RootCommand.at(part, "chown", "-h", user.name() + ":"));
      }
    }
    return Remedy.server(commands.toArray(String[]::new));
  }

  /** From the home folder, or else from the root, to the file. */
  static List<Path> way(Path file, User user) {
    List<Path> way = new ArrayList<>();
    for (Path part = file; part != null; part = part.getParent()) {
      way.addFirst(part);
      if (part.equals(user.home())) {
        break;
      }
    }
    return way;
  }
}
