package dev.aikagi.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * An ssh with OpenSSH's command line: theirs or ours.
 *
 * @param program its path
 * @param keys where the identity and the host keys are
 * @param port of the server on the loopback interface
 */
record Ssh(String program, Keys keys, int port) {
  Command command(List<String> options, String remote) throws IOException {
    Path known = keys.knownHosts(port);
    Command command =
        Command.of(program, "-F", "none", "-p", Integer.toString(port))
            .and("-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes")
            .and("-o", "UserKnownHostsFile=" + known, "-o", "GlobalKnownHostsFile=/dev/null")
            .and("-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none");
    for (String option : options) {
      command.and("-o", option);
    }
    if (options.stream().noneMatch(option -> option.startsWith("IdentityFile="))) {
      command.and("-i", keys.identity("ed25519").toString());
    }
    return command.and("127.0.0.1", remote);
  }
}
