package dev.aikagi.sftp.nio;

import java.nio.file.LinkOption;
import java.util.Objects;

/** What LinkOption has: one constant, or not. */
final class LinkOptions {
  private LinkOptions() {}

  static boolean follow(LinkOption... options) {
    boolean follow = true;
    for (LinkOption option : options) {
      Objects.requireNonNull(option);
      follow = false;
    }
    return follow;
  }
}
