package dev.aikagi.posix;

import java.io.IOException;
import java.util.Optional;

/** The groups of netgroup(5), through NSS (files, NIS, LDAP, sssd). */
public final class Netgroups {
  private Netgroups() {}

  /**
   * Whether a host or a user is in a group; what is empty does not matter. A system without such
   * groups says no.
   *
   * @throws IOException where the C library knows none
   */
  // One at a time: the C library keeps the group that it walks through in one place.
  public static synchronized boolean contains(
      String group, Optional<String> host, Optional<String> user) throws IOException {
    try (NativeFrame frame = new NativeFrame()) {
      long name = frame.string(group).address();
      return frame.callInt(Libc.INNETGR, name, text(frame, host), text(frame, user), 0) != 0;
    } catch (UnsupportedOperationException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static long text(NativeFrame frame, Optional<String> text) {
    return text.isPresent() ? frame.string(text.get()).address() : 0;
  }
}
