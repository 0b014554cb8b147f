package dev.aikagi.tools.configcheck;

import java.nio.file.Path;
import java.util.List;

/**
 * An account that somebody could log in as.
 *
 * @param locked whether the administrator locked its password
 */
record Account(
    String name,
    long uid,
    Path home,
    String shell,
    List<String> groups,
    Password password,
    boolean locked) {
  Account {
    groups = List.copyOf(groups);
  }

  /** Whether somebody can have its password. */
  enum Password {
    SET,
    EMPTY,
    /** Nothing that is typed is right. */
    NONE,
    /** Only root may know. */
    UNKNOWN
  }

  boolean isRoot() {
    return uid == 0;
  }
}
