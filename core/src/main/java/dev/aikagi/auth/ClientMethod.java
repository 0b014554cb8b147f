package dev.aikagi.auth;

import dev.aikagi.Reason;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.RsaPublicKey;
import java.util.List;
import java.util.Optional;

/** An authentication method with what the client has for it. */
public sealed interface ClientMethod {
  /** The name on the wire (RFC 4252). */
  String methodName();

  /**
   * RFC 4252 section 7.
   *
   * @param algorithms PubkeyAcceptedAlgorithms: what may be offered, keys and certificates, the
   *     best first
   * @param hostbound whether signatures cover the server's host key where the server knows how
   * @param requiredRsaBits RequiredRSASize: a shorter RSA key is not offered
   */
  record PublicKey(
      List<Identity> identities,
      List<PublicKeyAlgorithm> algorithms,
      Probe probe,
      boolean hostbound,
      int requiredRsaBits)
      implements ClientMethod {
    public static final String NAME = "publickey";

    public PublicKey {
      identities = List.copyOf(identities);
      algorithms = List.copyOf(algorithms);
    }

    /** Requires {@link RsaPublicKey#DEFAULT_REQUIRED_BITS} of an RSA key. */
    public PublicKey(
        List<Identity> identities,
        List<PublicKeyAlgorithm> algorithms,
        Probe probe,
        boolean hostbound) {
      this(identities, algorithms, probe, hostbound, RsaPublicKey.DEFAULT_REQUIRED_BITS);
    }

    /** Every default algorithm, a probe unless there is one open key only, and bound signatures. */
    public PublicKey(List<Identity> identities) {
      this(identities, PublicKeyAlgorithm.DEFAULT, Probe.UNLESS_SINGLE, true);
    }

    @Override
    public String methodName() {
      return NAME;
    }
  }

  /** Whether the server is asked before a signature is made. */
  enum Probe {
    /** As OpenSSH: whenever the public half is known. */
    ALWAYS,
    /** Saves a round trip where there is one key only and it is open already. */
    UNLESS_SINGLE,
    NEVER
  }

  /**
   * RFC 4252 section 9: this host says who its user is.
   *
   * @param identities the host's own keys and certificates
   * @param algorithms HostbasedAcceptedAlgorithms, the best first
   * @param clientHost the name of this host, with its domain; the dot of RFC 4252 is put behind it
   * @param clientUser who uses it here
   * @param requiredRsaBits RequiredRSASize
   * @param fault why no key is there that could be used, for the record of what was tried
   */
  record Hostbased(
      List<Identity> identities,
      List<PublicKeyAlgorithm> algorithms,
      String clientHost,
      String clientUser,
      int requiredRsaBits,
      Optional<Reason> fault)
      implements ClientMethod {
    public static final String NAME = "hostbased";

    public Hostbased {
      identities = List.copyOf(identities);
      algorithms = List.copyOf(algorithms);
    }

    @Override
    public String methodName() {
      return NAME;
    }
  }

  /**
   * RFC 4462 section 3: a mechanism of the GSS-API, such as Kerberos, proves who the user is.
   *
   * @param initiator for the server that is logged in to: {@code dev.aikagi.kerberos} has one
   */
  record GssapiWithMic(GssInitiator initiator) implements ClientMethod {
    public static final String NAME = "gssapi-with-mic";

    @Override
    public String methodName() {
      return NAME;
    }
  }

  /**
   * RFC 4252 section 8.
   *
   * @param prompts NumberOfPasswordPrompts
   */
  record Password(Prompter prompter, int prompts) implements ClientMethod {
    public static final String NAME = "password";

    @Override
    public String methodName() {
      return NAME;
    }
  }

  /**
   * RFC 4256.
   *
   * @param submethods hint for the server, in the order of preference; usually empty
   * @param prompts NumberOfPasswordPrompts: dialogues, not questions
   */
  record KeyboardInteractive(Prompter prompter, List<String> submethods, int prompts)
      implements ClientMethod {
    public static final String NAME = "keyboard-interactive";

    public KeyboardInteractive {
      submethods = List.copyOf(submethods);
    }

    @Override
    public String methodName() {
      return NAME;
    }
  }
}
