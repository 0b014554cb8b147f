package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * SSH_MSG_EXT_INFO (RFC 8308 section 2.3): extension names and their values, in the order of the
 * wire.
 */
public record ExtInfo(Map<String, Bytes> extensions) implements TransportMessage {
  public static final int NUMBER = 7;

  /** RFC 8308 allows any number; no implementation has more than a handful. */
  public static final int MAX_EXTENSIONS = 128;

  public ExtInfo {
    extensions = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
  }

  public static ExtInfo read(WireReader r) throws MalformedException {
    long count = r.readUint32();
    // Each extension needs 8 bytes at least: a count that lies must not spin (CVE-2026-55199).
    if (count > MAX_EXTENSIONS || count > r.remaining() / 8) {
      throw new MalformedException("EXT_INFO with " + count + " extensions");
    }
    Map<String, Bytes> extensions = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = r.readName();
      // RFC 8308 section 2.5: a name must not come twice.
      if (extensions.put(name, r.readBytes()) != null) {
        throw new MalformedException("EXT_INFO with a repeated extension");
      }
    }
    r.expectEnd();
    return new ExtInfo(extensions);
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(WireWriter w) {
    w.writeByte(NUMBER);
    w.writeUint32(extensions.size());
    extensions.forEach((name, value) -> w.writeUtf8(name).writeString(value));
  }
}
