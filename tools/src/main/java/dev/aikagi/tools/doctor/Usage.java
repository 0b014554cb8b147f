package dev.aikagi.tools.doctor;

/** What --help prints. */
final class Usage {
  static final String TEXT =
      """
      usage: ssh-doctor [--offline] [--fix] [--json] [--lang en|ja] [ssh options] destination
             ssh-doctor --server [-f sshd_config] [-o option] --user name
                        [--key file] [--from address] [--host name]
                        [--client-user name [--client-host name]]
                        [--fix] [--json] [--lang en|ja]
             ssh-doctor --config file [--type server|client] [--fix] [--json] [--lang en|ja]

      The first goes the whole way of a login as ssh would, and says where it ends and why.
      The second, on the server, walks through its decision without a connection.
      The third reads an sshd_config or an ssh_config.

        --client-user, with the host's key as --key, asks about a login by hostbased
        --offline  looks at keys and configuration only
        --fix      mends what is the user's own, each change after a question; a backup stays
        --json     for programs; docs/ssh-doctor.schema.json describes it
        --lang     the language of the report, instead of that of the environment

      Exit status: 0 healthy, 1 something was found, 255 it could not run.
      """;

  private Usage() {}
}
