package dev.aikagi.tools.add;

/** What a wrong command line is answered with, in the form of OpenSSH's. */
final class Usage {
  static final String TEXT =
      """
      usage: ssh-add [-CcDdKkLlNQqvXx] [-E fingerprint_hash] [-H hostkey_file]
                     [-h destination_constraint] [-S provider] [-t life]
                     [file ...]
             ssh-add -s pkcs11 [-Cv] [certificate ...]
             ssh-add -e pkcs11
             ssh-add -T pubkey ...
      """;

  private Usage() {}
}
