package dev.aikagi.tools.sshd;

import java.nio.file.Path;
import java.util.List;

/**
 * The system's files about other hosts.
 *
 * @param equivalents whose users are whom here
 * @param knownHosts whose key is whose; a later one matters where those before do not know the host
 */
record HostTrustFiles(List<Path> equivalents, List<Path> knownHosts) {
  static final HostTrustFiles SYSTEM =
      new HostTrustFiles(
          List.of(Path.of("/etc/hosts.equiv"), Path.of("/etc/ssh/shosts.equiv")),
          List.of(Path.of("/etc/ssh/ssh_known_hosts"), Path.of("/etc/ssh/ssh_known_hosts2")));

  HostTrustFiles {
    equivalents = List.copyOf(equivalents);
    knownHosts = List.copyOf(knownHosts);
  }
}
