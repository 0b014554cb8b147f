package dev.aikagi.config;

import java.util.List;

/**
 * The algorithm names that configuration lists may use, and what an unset list is. Names are only
 * names here; the caller says what is implemented.
 *
 * @param supported every name that may be listed, by kind
 * @param defaults the list where none is configured, by kind
 */
public record AlgorithmNames(Lists supported, Lists defaults) {
  /** One list of names for each kind of algorithm. */
  public record Lists(
      List<String> kex,
      List<String> ciphers,
      List<String> macs,
      List<String> hostKeys,
      List<String> caSignatures) {
    public Lists {
      kex = List.copyOf(kex);
      ciphers = List.copyOf(ciphers);
      macs = List.copyOf(macs);
      hostKeys = List.copyOf(hostKeys);
      caSignatures = List.copyOf(caSignatures);
    }
  }

  /** The kinds of algorithm lists. */
  public enum Kind {
    KEX,
    CIPHER,
    MAC,
    HOST_KEY,
    CA_SIGNATURE
  }

  /** The same with another list of ciphers where none is configured. */
  public AlgorithmNames withDefaultCiphers(List<String> ciphers) {
    return new AlgorithmNames(
        supported,
        new Lists(defaults.kex, ciphers, defaults.macs, defaults.hostKeys, defaults.caSignatures));
  }

  /** Every name of a kind that may be listed. */
  public List<String> supported(Kind kind) {
    return of(supported, kind);
  }

  List<String> defaults(Kind kind) {
    return of(defaults, kind);
  }

  private static List<String> of(Lists lists, Kind kind) {
    return switch (kind) {
      case KEX -> lists.kex;
      case CIPHER -> lists.ciphers;
      case MAC -> lists.macs;
      case HOST_KEY -> lists.hostKeys;
      case CA_SIGNATURE -> lists.caSignatures;
    };
  }

  private static final List<String> CIPHERS =
      List.of(
          "chacha20-poly1305@openssh.com",
          "aes128-gcm@openssh.com",
          "aes256-gcm@openssh.com",
          "aes128-ctr",
          "aes192-ctr",
          "aes256-ctr");
  private static final List<String> MACS =
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
  private static final List<String> SERVER_KEX =
      List.of(
          "mlkem768x25519-sha256",
          "sntrup761x25519-sha512",
          "sntrup761x25519-sha512@openssh.com",
          "curve25519-sha256",
          "curve25519-sha256@libssh.org",
          "ecdh-sha2-nistp256",
          "ecdh-sha2-nistp384",
          "ecdh-sha2-nistp521");
  private static final List<String> CLIENT_KEX =
      joined(
          SERVER_KEX,
          "diffie-hellman-group-exchange-sha256",
          "diffie-hellman-group16-sha512",
          "diffie-hellman-group18-sha512",
          "diffie-hellman-group14-sha256");
  private static final List<String> PLAIN_KEYS =
      List.of(
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "sk-ssh-ed25519@openssh.com",
          "sk-ecdsa-sha2-nistp256@openssh.com",
          "webauthn-sk-ecdsa-sha2-nistp256@openssh.com",
          "rsa-sha2-512",
          "rsa-sha2-256");
  private static final List<String> KEYS =
      joined(
          List.of(
              "ssh-ed25519-cert-v01@openssh.com",
              "ecdsa-sha2-nistp256-cert-v01@openssh.com",
              "ecdsa-sha2-nistp384-cert-v01@openssh.com",
              "ecdsa-sha2-nistp521-cert-v01@openssh.com",
              "sk-ssh-ed25519-cert-v01@openssh.com",
              "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com",
              "webauthn-sk-ecdsa-sha2-nistp256-cert-v01@openssh.com",
              "rsa-sha2-512-cert-v01@openssh.com",
              "rsa-sha2-256-cert-v01@openssh.com"),
          PLAIN_KEYS.toArray(String[]::new));
  private static final Lists SUPPORTED =
      new Lists(
          joined(
              CLIENT_KEX,
              "diffie-hellman-group-exchange-sha1",
              "diffie-hellman-group14-sha1",
              "diffie-hellman-group1-sha1"),
          joined(CIPHERS, "aes128-cbc", "aes192-cbc", "aes256-cbc", "3des-cbc"),
          joined(
              MACS,
              "hmac-sha1-96",
              "hmac-sha1-96-etm@openssh.com",
              "hmac-md5",
              "hmac-md5-etm@openssh.com",
              "hmac-md5-96",
              "hmac-md5-96-etm@openssh.com"),
          joined(KEYS, "ssh-rsa", "ssh-rsa-cert-v01@openssh.com", "ssh-dss"),
          joined(PLAIN_KEYS, "ssh-rsa"));

  /** What OpenSSH 10.5's ssh knows and proposes, in its order. */
  public static final AlgorithmNames OPENSSH_CLIENT =
      new AlgorithmNames(SUPPORTED, new Lists(CLIENT_KEX, CIPHERS, MACS, KEYS, PLAIN_KEYS));

  /** What OpenSSH 10.5's sshd knows and proposes: no finite-field key exchange. */
  public static final AlgorithmNames OPENSSH_SERVER =
      new AlgorithmNames(SUPPORTED, new Lists(SERVER_KEX, CIPHERS, MACS, KEYS, PLAIN_KEYS));

  private static List<String> joined(List<String> first, String... more) {
    var all = new java.util.ArrayList<>(first);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }
}
