package dev.aikagi.tools.sftpserver;

import dev.aikagi.Bytes;
import dev.aikagi.posix.Group;
import dev.aikagi.posix.User;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Names of users and groups by their numbers; the database is asked once for each. Whoever sees a
 * folder only, and no database in it, learns no names either.
 */
final class Names {
  /** A folder has files of few people. */
  private static final int MOST = 4096;

  private final boolean isWholeSystem;
  private final Map<Long, Bytes> users = new HashMap<>();
  private final Map<Long, Bytes> groups = new HashMap<>();

  Names(boolean isWholeSystem) {
    this.isWholeSystem = isWholeSystem;
  }

  /** Empty where there is none. */
  Bytes user(long uid) throws IOException {
    if (!isWholeSystem) {
      return Bytes.EMPTY;
    }
    Bytes known = users.get(uid);
    if (known == null) {
      known = User.withId((int) uid).map(user -> Bytes.utf8(user.name())).orElse(Bytes.EMPTY);
      keep(users, uid, known);
    }
    return known;
  }

  /** Empty where there is none. */
  Bytes group(long gid) throws IOException {
    if (!isWholeSystem) {
      return Bytes.EMPTY;
    }
    Bytes known = groups.get(gid);
    if (known == null) {
      known = Group.withId((int) gid).map(group -> Bytes.utf8(group.name())).orElse(Bytes.EMPTY);
      keep(groups, gid, known);
    }
    return known;
  }

  private static void keep(Map<Long, Bytes> names, long id, Bytes name) {
    if (names.size() == MOST) {
      names.clear();
    }
    names.put(id, name);
  }

  /** The name, or else the number. */
  Bytes userOrNumber(long uid) throws IOException {
    return orNumber(user(uid), uid);
  }

  /** The name, or else the number. */
  Bytes groupOrNumber(long gid) throws IOException {
    return orNumber(group(gid), gid);
  }

  private static Bytes orNumber(Bytes name, long id) {
    return name.isEmpty() ? Bytes.utf8(Long.toString(id)) : name;
  }
}
