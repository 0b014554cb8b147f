package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/**
 * One name of a NAME reply. The name is the server's choice: whoever makes a path of it checks it
 * first.
 *
 * @param longName a line as of {@code ls -l}, for people only: its form is not fixed
 */
public record DirectoryEntry(Bytes name, Bytes longName, FileAttributes attributes) {
  /** The least that an entry has on the wire: two lengths and the flags. */
  static final int MIN_LENGTH = 12;

  static DirectoryEntry read(WireReader r) throws MalformedException {
    return new DirectoryEntry(r.readBytes(), r.readBytes(), FileAttributes.read(r));
  }

  void write(WireWriter w) {
    w.writeString(name).writeString(longName);
    attributes.write(w);
  }
}
