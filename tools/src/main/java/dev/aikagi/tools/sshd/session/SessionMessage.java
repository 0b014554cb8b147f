package dev.aikagi.tools.sshd.session;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/**
 * A message between sshd and a session process. Fields are written as RFC 4251 section 5 has them;
 * a message that is unknown, too long or has bytes left ends the connection of the two.
 */
public sealed interface SessionMessage permits SessionRequest, SessionAnswer {
  int number();

  void write(WireWriter w);

  /** How many open files travel with it. */
  default int files() {
    return 0;
  }

  /** The length of a list, of which each entry takes some bytes. */
  static int count(WireReader r, int limit) throws MalformedException {
    long count = r.readUint32();
    if (count > limit) {
      throw new MalformedException("a list of " + count + " entries; the limit is " + limit);
    }
    return (int) count;
  }

  /** A number of 31 bits. */
  static int number(WireReader r) throws MalformedException {
    long value = r.readUint32();
    if (value > Integer.MAX_VALUE) {
      throw new MalformedException("the number " + value);
    }
    return (int) value;
  }

  /** One of these by its name. */
  static <T extends Enum<T>> T row(T[] rows, String name) throws MalformedException {
    for (T row : rows) {
      if (row.name().equals(name)) {
        return row;
      }
    }
    throw new MalformedException("an unknown name");
  }
}
