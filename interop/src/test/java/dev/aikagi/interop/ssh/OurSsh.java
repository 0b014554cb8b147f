package dev.aikagi.interop.ssh;

import dev.aikagi.tools.ssh.Ssh;
import java.util.List;

/** Our ssh as a process of its own. */
final class OurSsh {
  private OurSsh() {}

  /** Takes ssh's own words. */
  public static void main(String[] args) {
    System.exit(Ssh.run(List.of(args)));
  }
}
