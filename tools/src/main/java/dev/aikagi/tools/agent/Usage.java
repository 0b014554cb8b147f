package dev.aikagi.tools.agent;

/** What a wrong command line is answered with, in the form of OpenSSH's. */
final class Usage {
  static final String TEXT =
      """
      usage: ssh-agent [-c | -s] [-DdTU] [-a bind_address] [-E fingerprint_hash]
                       [-O option] [-P allowed_providers] [-t life]
             ssh-agent [-TU] [-a bind_address] [-E fingerprint_hash] [-O option]
                       [-P allowed_providers] [-t life] command [arg ...]
             ssh-agent [-c | -s] -k
             ssh-agent -u [-u]
             ssh-agent -V
      """;

  private Usage() {}
}
