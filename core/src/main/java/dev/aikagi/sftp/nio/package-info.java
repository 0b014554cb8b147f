/**
 * Files of an SFTP server as a {@link java.nio.file.FileSystem}, for {@code
 * sftp://user@host:port/path}. {@link dev.aikagi.sftp.nio.SftpFileSystem} stands over a connection
 * that is there; {@link dev.aikagi.sftp.nio.SftpFileSystemProvider} makes one.
 */
package dev.aikagi.sftp.nio;
