package dev.aikagi.tools.keygen;

import dev.aikagi.key.RevocationSpecException;
import dev.aikagi.key.RevocationSpecFault;

/** OpenSSH's words for a faulty line of what -k reads. */
final class RevocationWords {
  private RevocationWords() {}

  /**
   * The line that ends the job.
   *
   * @param path the file as it is opened
   * @param given the file as it was named, which some of the words have instead
   */
  static String of(RevocationSpecException e, String path, String given) {
    String at = path + ":" + e.line() + ": ";
    String hash = given + ":" + e.line() + ": ";
    return switch (e.reason()) {
      case RevocationSpecFault.NoAuthority f ->
          "revoking certificates by " + f.what() + " requires specification of a CA key";
      case RevocationSpecFault.BadSerial f -> at + "invalid serial \"" + f.text() + "\"";
      case RevocationSpecFault.SerialTooLarge _ -> at + "serial out of range";
      case RevocationSpecFault.EmptyRange f ->
          at
              + "invalid serial range "
              + Long.toUnsignedString(f.first())
              + ":"
              + Long.toUnsignedString(f.last());
      case RevocationSpecFault.SerialZero _ -> "update_krl_from_file: revoke serial failed";
      case RevocationSpecFault.UnknownHash _ -> hash + "unsupported hash algorithm";
      case RevocationSpecFault.BadHash _ -> hash + "decode hash failed: invalid format";
      case RevocationSpecFault.HashLength _ ->
          "update_krl_from_file: revoke key failed: invalid format";
      case RevocationSpecFault.NoKey f -> at + "invalid key: " + KeyFiles.words(f.fault());
    };
  }
}
