package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A folder of any file system whose names are read; "." and ".." are not among them. */
final class NioServedFolder implements ServedFolder {
  private final DirectoryStream<Path> stream;
  private final Iterator<Path> names;

  /** Takes over the stream. */
  NioServedFolder(DirectoryStream<Path> stream) {
    this.stream = stream;
    this.names = stream.iterator();
  }

  @Override
  public @Nullable Entry next() throws IOException {
    try {
      while (names.hasNext()) {
        Entry entry = entry(names.next());
        if (entry != null) {
          return entry;
        }
      }
      return null;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Null for what is gone since it was listed, or not to be looked at: that is not shown. */
  private static @Nullable Entry entry(Path path) {
    Path name = path.getFileName();
    if (name == null) {
      return null;
    }
    try {
      NioAttributes.Seen seen = NioAttributes.read(path);
      // Archives have a slash behind the names of folders.
      Bytes shown = Bytes.utf8(name.toString().replace("/", ""));
      return new Entry(shown, seen.attributes(), seen.links(), seen.user(), seen.group());
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
