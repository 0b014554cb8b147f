/** The command-line tools. */
@org.jspecify.annotations.NullMarked
module dev.aikagi.tools {
  requires dev.aikagi;
  requires dev.aikagi.posix;
  requires org.dnsjava; // VerifyHostKeyDNS, loaded where it is on only.
  requires org.jline.reader; // Line editing of sftp, loaded at a terminal only.
  requires static org.jspecify;
}
