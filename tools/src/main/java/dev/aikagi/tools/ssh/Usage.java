package dev.aikagi.tools.ssh;

/** The usage text, which OpenSSH prints for any command line that it does not understand. */
final class Usage {
  static final String TEXT =
      """
      usage: ssh [-46AaCfGgKkMNnqsTtVvXxYyZ] [-B bind_interface] [-b bind_address]
                 [-c cipher_spec] [-D [bind_address:]port] [-E log_file]
                 [-e escape_char] [-F configfile] [-I pkcs11] [-i identity_file]
                 [-J destination] [-L address] [-l login_name] [-m mac_spec]
                 [-O ctl_cmd] [-o option] [-P tag] [-p port] [-R address]
                 [-S ctl_path] [-W host:port] [-w local_tun[:remote_tun]]
                 destination [command [argument ...]]
             ssh [-Q query_option]
      """;

  private Usage() {}
}
