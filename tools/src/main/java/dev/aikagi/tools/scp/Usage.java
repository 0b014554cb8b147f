package dev.aikagi.tools.scp;

/** The text that OpenSSH prints for a wrong command line. */
final class Usage {
  static final String TEXT =
      """
      usage: scp [-346ABCOpqRrsTv] [-c cipher] [-D sftp_server_path] [-F ssh_config]
                 [-i identity_file] [-J destination] [-l limit] [-o ssh_option]
                 [-P port] [-S program] [-X sftp_option] source ... target
      """;

  private Usage() {}
}
