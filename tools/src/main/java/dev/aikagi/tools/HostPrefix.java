package dev.aikagi.tools;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * How names of sockets in ~/.ssh/agent begin, the same as OpenSSH's. Homes are shared by machines,
 * so that a hash of the machine's name is in them: no other machine takes one for a socket that
 * nobody listens at.
 */
public final class HostPrefix {
  /** How many letters stand for the name of a machine. */
  private static final int HASHED = 10;

  private HostPrefix() {}

  /** With the dot after it. */
  public static String of(String hostName) {
    byte[] hash;
    try {
      hash = MessageDigest.getInstance("SHA-512").digest(hostName.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK lacks SHA-512", e);
    }
    StringBuilder prefix = new StringBuilder("s.");
    for (int i = 0; i < HASHED; i++) {
      prefix.append(RandomName.LETTERS.charAt((hash[i] & 0xff) % RandomName.LETTERS.length()));
    }
    return prefix.append('.').toString();
  }
}
