package dev.aikagi.transport;

import dev.aikagi.kex.AlgorithmPreferences;
import dev.aikagi.kex.Moduli;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.RsaPublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import java.time.Duration;
import java.util.List;

/** How a transport behaves. Immutable: the with-methods return changed copies. */
public final class TransportOptions {
  /** The software version that the peer is told. */
  public static final String SOFTWARE = "Aikagi_0.1";

  private static final TransportOptions CLIENT =
      new TransportOptions(AlgorithmPreferences.client());
  private static final TransportOptions SERVER =
      new TransportOptions(AlgorithmPreferences.server());

  private AlgorithmPreferences preferences;
  private String software = SOFTWARE;
  private String comments = "";
  private RekeyLimit rekeyLimit = RekeyLimit.DEFAULT;
  private Duration kexTime = TransportLimits.KEX_TIME;
  private List<SignatureAlgorithm> serverSigAlgs = SignatureAlgorithm.DEFAULT;
  private int requiredRsaBits = RsaPublicKey.DEFAULT_REQUIRED_BITS;
  private boolean strictKexRequired;
  private List<Certificate> hostCertificates = List.of();
  private Moduli moduli = Moduli.BUILT_IN;
  private TransportListener listener = TransportListener.NONE;

  private TransportOptions(AlgorithmPreferences preferences) {
    this.preferences = preferences;
  }

  private TransportOptions(TransportOptions o) {
    preferences = o.preferences;
    software = o.software;
    comments = o.comments;
    rekeyLimit = o.rekeyLimit;
    kexTime = o.kexTime;
    serverSigAlgs = o.serverSigAlgs;
    requiredRsaBits = o.requiredRsaBits;
    strictKexRequired = o.strictKexRequired;
    hostCertificates = o.hostCertificates;
    moduli = o.moduli;
    listener = o.listener;
  }

  /** The defaults of a client. */
  public static TransportOptions client() {
    return CLIENT;
  }

  /** The defaults of a server. */
  public static TransportOptions server() {
    return SERVER;
  }

  /** What is offered in KEXINIT. */
  public AlgorithmPreferences preferences() {
    return preferences;
  }

  public TransportOptions withPreferences(AlgorithmPreferences value) {
    TransportOptions o = new TransportOptions(this);
    o.preferences = value;
    return o;
  }

  /** The line that this side introduces itself with, without CR LF. */
  public String version() {
    return "SSH-2.0-" + software + (comments.isEmpty() ? "" : " " + comments);
  }

  /**
   * The name and version of the software in the version line.
   *
   * @param value printable US-ASCII without spaces or minus signs (RFC 4253 section 4.2)
   * @throws IllegalArgumentException for other characters, or too many of them
   */
  public TransportOptions withSoftware(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '-') {
        throw new IllegalArgumentException("not a software version: " + value);
      }
    }
    TransportOptions o = new TransportOptions(this);
    o.software = value;
    return o.checkVersion();
  }

  /**
   * VersionAddendum: printable US-ASCII; empty for none.
   *
   * @throws IllegalArgumentException for other characters, or too many of them
   */
  public TransportOptions withComments(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < ' ' || value.charAt(i) >= 0x7f) {
        throw new IllegalArgumentException("not printable: a version comment");
      }
    }
    TransportOptions o = new TransportOptions(this);
    o.comments = value;
    return o.checkVersion();
  }

  private TransportOptions checkVersion() {
    if (version().length() + 2 > TransportLimits.MAX_VERSION_LINE) {
      throw new IllegalArgumentException("a version line of more than 255 characters");
    }
    return this;
  }

  /** When keys are exchanged again; {@link RekeyLimit#DEFAULT} by default. */
  public RekeyLimit rekeyLimit() {
    return rekeyLimit;
  }

  public TransportOptions withRekeyLimit(RekeyLimit value) {
    TransportOptions o = new TransportOptions(this);
    o.rekeyLimit = value;
    return o;
  }

  /**
   * How long a key exchange may take before the connection is cut, without the time that the host
   * key check takes; 2 minutes by default.
   */
  public Duration kexTime() {
    return kexTime;
  }

  public TransportOptions withKexTime(Duration value) {
    TransportOptions o = new TransportOptions(this);
    o.kexTime = value;
    return o;
  }

  /** What a server says that it accepts for user authentication (RFC 8308 section 3.1). */
  public List<SignatureAlgorithm> serverSigAlgs() {
    return serverSigAlgs;
  }

  public TransportOptions withServerSigAlgs(List<SignatureAlgorithm> value) {
    TransportOptions o = new TransportOptions(this);
    o.serverSigAlgs = List.copyOf(value);
    return o;
  }

  /** The least size of an RSA host key that a client accepts, in bits. */
  public int requiredRsaBits() {
    return requiredRsaBits;
  }

  public TransportOptions withRequiredRsaBits(int value) {
    TransportOptions o = new TransportOptions(this);
    o.requiredRsaBits = value;
    return o;
  }

  /**
   * Whether a peer without strict key exchange is refused where CVE-2023-48795 applies to the
   * agreed ciphers. Off by default, since many devices never get the fix.
   */
  public boolean strictKexRequired() {
    return strictKexRequired;
  }

  public TransportOptions withStrictKexRequired(boolean value) {
    TransportOptions o = new TransportOptions(this);
    o.strictKexRequired = value;
    return o;
  }

  /** What a server shows for those of its host keys that are certified; beside the keys. */
  public List<Certificate> hostCertificates() {
    return hostCertificates;
  }

  /** Certificates of keys that the server does not have are not shown. */
  public TransportOptions withHostCertificates(List<Certificate> value) {
    TransportOptions o = new TransportOptions(this);
    o.hostCertificates = List.copyOf(value);
    return o;
  }

  /** Where a server finds groups for diffie-hellman-group-exchange. */
  public Moduli moduli() {
    return moduli;
  }

  public TransportOptions withModuli(Moduli value) {
    TransportOptions o = new TransportOptions(this);
    o.moduli = value;
    return o;
  }

  /** Hears what the transport does; nobody by default. */
  public TransportListener listener() {
    return listener;
  }

  public TransportOptions withListener(TransportListener value) {
    TransportOptions o = new TransportOptions(this);
    o.listener = value;
    return o;
  }
}
