package dev.aikagi.auth;

import dev.aikagi.key.KeyOrCertificate;

/**
 * What a client says of itself in a hostbased request. It proves at most that whoever sends it
 * holds the key: the names are whatever that one chose.
 *
 * @param clientHost its host's name, as it was sent: with or without a dot at the end
 * @param clientUser who uses it there
 */
public record ClientHostClaim(KeyOrCertificate key, String clientHost, String clientUser) {
  /** The host's name without that dot. */
  public String host() {
    return withoutDot(clientHost);
  }

  /** A name as lists have it. */
  public static String withoutDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
