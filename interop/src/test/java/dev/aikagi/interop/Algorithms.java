package dev.aikagi.interop;

import java.util.List;
import java.util.Set;

/** What we say we have, and what the installed OpenSSH says it has. */
final class Algorithms {
  static final List<String> KEX =
      List.of(
          "mlkem768x25519-sha256",
          "sntrup761x25519-sha512",
          "sntrup761x25519-sha512@openssh.com",
          "curve25519-sha256",
          "curve25519-sha256@libssh.org",
          "ecdh-sha2-nistp256",
          "ecdh-sha2-nistp384",
          "ecdh-sha2-nistp521",
          "diffie-hellman-group14-sha256",
          "diffie-hellman-group16-sha512",
          "diffie-hellman-group18-sha512",
          "diffie-hellman-group-exchange-sha256",
          "diffie-hellman-group14-sha1",
          "diffie-hellman-group-exchange-sha1",
          "diffie-hellman-group1-sha1");

  static final List<String> HOST_KEYS =
      List.of(
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "rsa-sha2-512",
          "rsa-sha2-256",
          "ssh-rsa",
          "ssh-dss");

  static final List<String> CIPHERS =
      List.of(
          "chacha20-poly1305@openssh.com",
          "aes128-gcm@openssh.com",
          "aes256-gcm@openssh.com",
          "aes128-ctr",
          "aes192-ctr",
          "aes256-ctr",
          "aes128-cbc",
          "aes192-cbc",
          "aes256-cbc",
          "3des-cbc");

  static final List<String> MACS =
      List.of(
          "umac-64-etm@openssh.com",
          "umac-128-etm@openssh.com",
          "hmac-sha2-256-etm@openssh.com",
          "hmac-sha2-512-etm@openssh.com",
          "hmac-sha1-etm@openssh.com",
          "umac-64@openssh.com",
          "umac-128@openssh.com",
          "hmac-sha2-256",
          "hmac-sha2-512",
          "hmac-sha1");

  private Algorithms() {}

  /** What {@code ssh -Q} of OpenSSH lists. */
  static Set<String> ofOpenSsh(String query) throws Exception {
    return Set.of(
        Command.of(Peer.required("ssh"), "-Q", query).run().expectSuccess().strip().split("\n"));
  }

  /** Lines for a server's configuration that switch everything on that it knows. */
  static List<String> all(Set<String> kex, Set<String> hostKeys, Set<String> ciphers) {
    return List.of(
        "KexAlgorithms " + join(KEX, kex),
        "HostKeyAlgorithms " + join(HOST_KEYS, hostKeys),
        "PubkeyAcceptedAlgorithms " + join(HOST_KEYS, hostKeys),
        "Ciphers " + join(CIPHERS, ciphers),
        "MACs " + String.join(",", MACS),
        "Compression yes");
  }

  private static String join(List<String> ours, Set<String> known) {
    return String.join(",", ours.stream().filter(known::contains).toList());
  }
}
