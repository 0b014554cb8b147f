package dev.aikagi.tools.sftp;

/** The texts that OpenSSH prints for a wrong command line and for help. */
final class Usage {
  static final String TEXT =
      """
      usage: sftp [-46AaCfNpqrv] [-B buffer_size] [-b batchfile] [-c cipher]
                [-D sftp_server_command] [-F ssh_config] [-i identity_file]
                [-J destination] [-l limit] [-o ssh_option] [-P port]
                [-R num_requests] [-S program] [-s subsystem | sftp_server]
                [-X sftp_option] destination
      """;

  private Usage() {}
}
