package dev.aikagi.posix;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A group of the group database. */
public record Group(String name, int gid) {
  private static final int GROUP_SIZE = 32;

  public static Optional<Group> named(String name) throws IOException {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    try (NativeFrame frame = new NativeFrame()) {
      return Database.look(
          frame, Libc.GETGRNAM_R, frame.string(name).address(), GROUP_SIZE, Group::read);
    }
  }

  public static Optional<Group> withId(int gid) throws IOException {
    try (NativeFrame frame = new NativeFrame()) {
      return Database.look(frame, Libc.GETGRGID_R, gid, GROUP_SIZE, Group::read);
    }
  }

  /** The names of all groups of this user; a group without a name is left out. */
  public static List<String> namesOf(User user) throws IOException {
    List<String> names = new ArrayList<>();
    for (int gid : user.credentials().groups()) {
      withId(gid).ifPresent(group -> names.add(group.name()));
    }
    return List.copyOf(names);
  }

  private static Group read(MemorySegment group) {
    String name = NativeFrame.stringAt(group.get(ValueLayout.JAVA_LONG, 0));
    return new Group(Objects.requireNonNullElse(name, ""), group.get(ValueLayout.JAVA_INT, 16));
  }
}
