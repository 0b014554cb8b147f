package dev.aikagi.sftp.nio;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.nio.file.LinkOption;

/** Absolute paths of files that are there. */
final class RealPaths {
  private RealPaths() {}

  static SftpPath of(SftpPath path, LinkOption... options) throws IOException {
    SftpFileSystem files = path.getFileSystem();
    if (!LinkOptions.follow(options)) {
      SftpPath real = withoutDots(path.toAbsolutePath());
      files.ask(real, (client, p) -> client.lstat(p));
      return real;
    }
    // OpenSSH's server answers for names that are not there too.
    files.ask(path, (client, p) -> client.stat(p));
    Bytes real = files.ask(path, (client, p) -> client.realPath(p));
    return SftpPath.answeredAbsolute(files, path.toString(), real);
  }

  /** ".." behind a link stays: only the server knows where that leads. */
  private static SftpPath withoutDots(SftpPath absolute) throws IOException {
    SftpPath out = absolute.getFileSystem().root();
    for (int i = 0; i < absolute.getNameCount(); i++) {
      SftpPath name = absolute.getName(i);
      SftpPath parent = out.getParent();
      switch (name.toString()) {
        case "." -> {}
        case ".." -> {
          if (parent == null) {
            continue;
          }
          out = isFixed(out) ? out.resolve(name) : parent;
        }
        default -> out = out.resolve(name);
      }
    }
    return out;
  }

  private static boolean isFixed(SftpPath path) throws IOException {
    return path.endsWith("..")
        || path.getFileSystem().ask(path, (client, p) -> client.lstat(p)).isSymlink();
  }
}
