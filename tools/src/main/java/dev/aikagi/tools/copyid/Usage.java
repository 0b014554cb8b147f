package dev.aikagi.tools.copyid;

/** What is printed for a wrong command line, as OpenSSH's with what this one has besides. */
final class Usage {
  static final String TEXT =
      """
      Usage: ssh-copy-id [-h|-?|-f|-n|-s|-x] [-i [identity_file]] [-t target_path] [-F ssh_config] \
      [[-o ssh_option] ...] [-p port] [user@]hostname
      \t-f: force mode -- copy keys without trying to check if they are already installed
      \t-n: dry run    -- no keys are actually copied
      \t-s: use sftp   -- use sftp instead of executing remote-commands. Can be useful if the remote \
      only allows sftp
      \t-x: debug      -- say what ssh does, as its -v
      \t-t: target     -- another file than .ssh/authorized_keys
      \t-h|-?: print this help
      """;

  private Usage() {}
}
