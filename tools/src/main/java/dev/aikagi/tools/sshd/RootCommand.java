package dev.aikagi.tools.sshd;

import dev.aikagi.posix.User;
import dev.aikagi.tools.explain.Sh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command of root's that changes one place, and no other one: between the report and the command
 * whoever owns a folder on the way may have laid a link there, to a file that must not become his.
 */
final class RootCommand {
  private static final int OTHERS_WRITE = 022;
  private static final int STICKY = 01000;

  private RootCommand() {}

  /** The words, and the place behind them. Who is not root has nothing to give away. */
  static String at(Path place, String... words) {
    boolean root = User.effectiveId() == 0;
    Path folder = place.getParent();
    Path name = place.getFileName();
    if (folder == null || name == null || !root || !isExchangeable(place)) {
      List<String> all = new ArrayList<>(List.of(words));
      all.add(place.toString());
      return Sh.line(all);
    }
    // In the folder as it was seen, whatever its name leads to by now; and to no second name of a
    // file that is somebody else's. No option of chmod keeps it from following a link everywhere.
    String seen = Sh.word(real(folder).toString());
    return "(cd -P %s && test \"$(pwd -P)\" = %s && find %s -prune %s -exec %s {} +)"
        .formatted(
            seen,
            seen,
            Sh.word("./" + name),
            "\\( -type d -o -type f -links 1 \\)",
            Sh.line(List.of(words)));
  }

  /** Whether somebody who is not root can put something else there. */
  static boolean isExchangeable(Path place) {
    Path child = place;
    for (Path folder = place.getParent(); folder != null; folder = folder.getParent()) {
      try {
        int mode = number(folder, "unix:mode");
        boolean open = (mode & OTHERS_WRITE) != 0;
        boolean safe = (mode & STICKY) != 0 && number(child, "unix:uid") == 0;
        if (number(folder, "unix:uid") != 0 || (open && !safe)) {
          return true;
        }
      } catch (IOException e) {
        // Who can change it is not known.
        return true;
      }
      child = folder;
    }
    return false;
  }

  private static int number(Path path, String attribute) throws IOException {
    return Files.getAttribute(path, attribute, LinkOption.NOFOLLOW_LINKS) instanceof Integer value
        ? value
        : -1;
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      return folder;
    }
  }
}
