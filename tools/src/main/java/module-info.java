/** The command-line tools. */
@org.jspecify.annotations.NullMarked
module dev.aikagi.tools {
  requires dev.aikagi;
  requires dev.aikagi.posix;
  // GSSAPIAuthentication, loaded where it is on only; Krb5LoginModule is in the third.
  requires java.security.jgss;
  requires jdk.security.jgss;
  requires jdk.security.auth;
  requires org.dnsjava; // VerifyHostKeyDNS, loaded where it is on only.
  requires org.jline.reader; // Line editing of sftp, loaded at a terminal only.
  requires static org.jspecify;
}
