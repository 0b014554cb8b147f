package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.Optional;

/**
 * One name of a NAME reply. The name is the server's choice: whoever makes a path of it checks it
 * first.
 *
 * @param longName a line as of {@code ls -l}, for people only: its form is not fixed
 */
public record DirectoryEntry(Bytes name, Bytes longName, FileAttributes attributes) {
  /** The least that an entry has on the wire: two lengths and the flags. */
  static final int MIN_LENGTH = 12;

  /** Whether it is "." or "..", which every listing may have. */
  public boolean isDots() {
    return Names.isDots(name);
  }

  /** Why the name is none inside a folder, such as a slash in it; empty where it is one. */
  public Optional<String> unfit() {
    return Names.unfit(name);
  }

  static DirectoryEntry read(WireReader r) throws MalformedException {
    return new DirectoryEntry(r.readBytes(), r.readBytes(), FileAttributes.read(r));
  }

  void write(WireWriter w) {
    w.writeString(name).writeString(longName);
    attributes.write(w);
  }
}
