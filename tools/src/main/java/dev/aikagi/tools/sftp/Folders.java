package dev.aikagi.tools.sftp;

import dev.aikagi.sftp.SftpClient;
import dev.aikagi.sftp.SftpExtension;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.files.Paths;
import dev.aikagi.tools.files.RemoteFiles;
import java.io.IOException;

/** The remote working folder, and what names that are given mean there. */
final class Folders {
  private final SftpClient client;
  private final RemoteFiles files;
  private final String start;
  private String current;

  Folders(SftpClient client, RemoteFiles files, String start) {
    this.client = client;
    this.files = files;
    this.start = start;
    this.current = start;
  }

  String current() {
    return current;
  }

  String start() {
    return start;
  }

  void change(String folder) {
    current = folder;
  }

  /** A name from here. */
  String absolute(String name) throws IOException {
    return Paths.absolute(expanded(name), current);
  }

  /** A pattern from here: the folder's own name has no wildcards in it. */
  String absolutePattern(String pattern) throws IOException {
    return Paths.absolute(expanded(pattern), Words.escaped(current));
  }

  /**
   * With the home folder in the place of ~ or ~user at the start, unless there is a file of that
   * name, and where the server can tell it.
   */
  private String expanded(String path) throws IOException {
    if (!path.startsWith("~") || !client.supports(SftpExtension.EXPAND_PATH)) {
      return path;
    }
    int slash = path.indexOf('/');
    String name = slash < 0 ? path : path.substring(0, slash);
    if (files.lstat(Paths.append(current, name)).isPresent()) {
      return path;
    }
    String home = Octets.of(client.expandPath(Octets.bytes(name)));
    return slash < 0 ? home : Paths.append(home, path.substring(slash + 1));
  }
}
