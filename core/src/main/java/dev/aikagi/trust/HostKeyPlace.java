package dev.aikagi.trust;

import dev.aikagi.Bytes;
import dev.aikagi.key.KeyType;

/**
 * Where a known_hosts file holds a key.
 *
 * @param hosts the names as they stand there, perhaps hashed
 */
public record HostKeyPlace(String file, int line, String hosts, KeyType type, Bytes blob) {
  /** {@code FILE:LINE}, as ssh writes it. */
  public String place() {
    return file + ":" + line;
  }
}
