package dev.aikagi.sftp;

/** Told of all that a server does, on the server's thread, which waits meanwhile. */
@FunctionalInterface
public interface SftpServerObserver {
  void on(SftpServerEvent event);
}
