package dev.aikagi.interop.keygen;

import dev.aikagi.tools.keygen.SshKeygen;
import java.util.List;

/** Our ssh-keygen as a process of its own, with an environment of its own. */
final class OurKeygen {
  private OurKeygen() {}

  /** Takes ssh-keygen's own words. */
  public static void main(String[] args) {
    System.exit(SshKeygen.run(List.of(args)));
  }
}
