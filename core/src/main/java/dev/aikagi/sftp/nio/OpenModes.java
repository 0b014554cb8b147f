package dev.aikagi.sftp.nio;

import dev.aikagi.sftp.OpenFlag;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * How a file is opened.
 *
 * @param sync whether each write is brought to the server's disk
 */
record OpenModes(
    boolean read,
    boolean write,
    boolean append,
    boolean truncate,
    boolean create,
    boolean createNew,
    boolean deleteOnClose,
    boolean sync,
    boolean followLinks) {

  /**
   * What the options mean together.
   *
   * @throws IllegalArgumentException where they contradict each other
   * @throws UnsupportedOperationException for options that SFTP knows no way for
   */
  static OpenModes of(Set<? extends OpenOption> options) {
    Set<StandardOpenOption> standard = EnumSet.noneOf(StandardOpenOption.class);
    boolean followLinks = true;
    for (OpenOption option : options) {
      switch (Objects.requireNonNull(option)) {
        case StandardOpenOption o -> standard.add(o);
        case LinkOption _ -> followLinks = false;
        default -> throw new UnsupportedOperationException(option + " is not known");
      }
    }
    boolean append = standard.contains(StandardOpenOption.APPEND);
    boolean write = append || standard.contains(StandardOpenOption.WRITE);
    boolean read = standard.contains(StandardOpenOption.READ) || !write;
    boolean truncate = write && standard.contains(StandardOpenOption.TRUNCATE_EXISTING);
    if (read && append) {
      throw new IllegalArgumentException("READ + APPEND not allowed");
    }
    if (append && truncate) {
      throw new IllegalArgumentException("APPEND + TRUNCATE_EXISTING not allowed");
    }
    return new OpenModes(
        read,
        write,
        append,
        truncate,
        write && standard.contains(StandardOpenOption.CREATE),
        write && standard.contains(StandardOpenOption.CREATE_NEW),
        standard.contains(StandardOpenOption.DELETE_ON_CLOSE),
        standard.contains(StandardOpenOption.SYNC) || standard.contains(StandardOpenOption.DSYNC),
        followLinks);
  }

  Set<OpenFlag> flags() {
    Set<OpenFlag> flags = EnumSet.noneOf(OpenFlag.class);
    set(flags, read, OpenFlag.READ);
    set(flags, write, OpenFlag.WRITE);
    set(flags, append, OpenFlag.APPEND);
    set(flags, create || createNew, OpenFlag.CREATE);
    set(flags, createNew, OpenFlag.EXCLUSIVE);
    // Of a new file there is nothing to cut, and some servers refuse the two together.
    set(flags, truncate && !createNew, OpenFlag.TRUNCATE);
    return flags;
  }

  private static void set(Set<OpenFlag> flags, boolean wanted, OpenFlag flag) {
    if (wanted) {
      flags.add(flag);
    }
  }
}
