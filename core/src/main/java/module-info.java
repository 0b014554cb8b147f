/** SSH for the JVM, as a library. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // Of the qualified exports: those modules are compiled later.
module dev.aikagi {
  requires jdk.net;
  // Kerberos, where the image or the program has it.
  requires static java.security.jgss;
  requires static jdk.security.jgss;
  requires static org.bouncycastle.provider;
  requires static transitive org.jspecify;

  exports dev.aikagi;
  exports dev.aikagi.agent;
  exports dev.aikagi.algorithm;
  exports dev.aikagi.auth;
  exports dev.aikagi.client;
  exports dev.aikagi.config;
  exports dev.aikagi.connection;
  exports dev.aikagi.forward;
  // What -vv shows of a KEXINIT.
  exports dev.aikagi.message to
      dev.aikagi.tools;
  exports dev.aikagi.kex;
  exports dev.aikagi.kerberos;
  exports dev.aikagi.key;
  exports dev.aikagi.pattern;
  exports dev.aikagi.scp;
  exports dev.aikagi.server;
  exports dev.aikagi.sftp;
  exports dev.aikagi.sftp.nio;
  exports dev.aikagi.transport;
  exports dev.aikagi.trust;
  // The messages between sshd and its session processes.
  exports dev.aikagi.wire to
      dev.aikagi.tools;

  provides java.nio.file.spi.FileSystemProvider with
      dev.aikagi.sftp.nio.SftpFileSystemProvider;
}
