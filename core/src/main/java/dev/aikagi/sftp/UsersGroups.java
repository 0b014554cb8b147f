package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer to users-groups-by-id@openssh.com: names in the order of the numbers asked for, empty
 * where a number has none.
 */
record UsersGroups(List<Bytes> usernames, List<Bytes> groupnames) {
  UsersGroups {
    usernames = List.copyOf(usernames);
    groupnames = List.copyOf(groupnames);
  }

  static UsersGroups read(WireReader r) throws MalformedException {
    UsersGroups names = new UsersGroups(names(r.readNested()), names(r.readNested()));
    r.expectEnd();
    return names;
  }

  private static List<Bytes> names(WireReader r) throws MalformedException {
    List<Bytes> names = new ArrayList<>();
    while (r.remaining() > 0) {
      names.add(r.readBytes());
    }
    return names;
  }

  void write(WireWriter w) {
    w.writeString(strings(usernames)).writeString(strings(groupnames));
  }

  private static WireWriter strings(List<Bytes> names) {
    WireWriter w = new WireWriter();
    names.forEach(w::writeString);
    return w;
  }
}
