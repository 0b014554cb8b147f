package dev.aikagi.kex;

import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.algorithm.CompressionAlgorithm;
import dev.aikagi.algorithm.MacAlgorithm;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.message.KexInit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** RFC 4253 section 7.1 as a pure function of the two KEXINITs. */
public final class Negotiation {
  /** RFC 8308 section 2.1: "I understand EXT_INFO". */
  public static final String EXT_INFO_CLIENT = "ext-info-c";

  public static final String EXT_INFO_SERVER = "ext-info-s";

  /** OpenSSH's strict key exchange, against CVE-2023-48795. */
  public static final String STRICT_CLIENT = "kex-strict-c-v00@openssh.com";

  public static final String STRICT_SERVER = "kex-strict-s-v00@openssh.com";

  private final KexInit client;
  private final KexInit server;
  private final List<NegotiationOutcome.NoCommonAlgorithm> missing = new ArrayList<>();

  private Negotiation(KexInit client, KexInit server) {
    this.client = client;
    this.server = server;
  }

  /**
   * The client's first name that the server has too decides each list. The markers above are no
   * methods, and no table here has them, so they are never chosen (CVE-2023-48795 follow-ups).
   */
  public static NegotiationOutcome negotiate(KexInit client, KexInit server) {
    return new Negotiation(client, server).outcome();
  }

  /** Both sides announced strict key exchange; asked about the first two KEXINITs only. */
  public static boolean strict(KexInit client, KexInit server) {
    return client.kexAlgorithms().contains(STRICT_CLIENT)
        && server.kexAlgorithms().contains(STRICT_SERVER);
  }

  /** Whether the peer in this role understands EXT_INFO; asked about its first KEXINIT only. */
  public static boolean understandsExtInfo(Role role, KexInit init) {
    return init.kexAlgorithms().contains(role == Role.CLIENT ? EXT_INFO_CLIENT : EXT_INFO_SERVER);
  }

  /**
   * Whether a packet sent on a guess (first_kex_packet_follows) is the right one: both sides prefer
   * the same method and the same host key algorithm (RFC 4253 section 7).
   */
  public static boolean guessFits(KexInit client, KexInit server) {
    return sameFirst(client.kexAlgorithms(), server.kexAlgorithms())
        && sameFirst(client.serverHostKeyAlgorithms(), server.serverHostKeyAlgorithms());
  }

  private static boolean sameFirst(List<String> a, List<String> b) {
    return !a.isEmpty() && !b.isEmpty() && a.getFirst().equals(b.getFirst());
  }

  private NegotiationOutcome outcome() {
    KexMethod kex = choose(AlgorithmSlot.KEX, KexMethod::named);
    PublicKeyAlgorithm hostKey = choose(AlgorithmSlot.HOST_KEY, PublicKeyAlgorithm::named);
    Algorithms.Direction up =
        direction(
            AlgorithmSlot.CIPHER_CLIENT_TO_SERVER,
            AlgorithmSlot.MAC_CLIENT_TO_SERVER,
            AlgorithmSlot.COMPRESSION_CLIENT_TO_SERVER);
    Algorithms.Direction down =
        direction(
            AlgorithmSlot.CIPHER_SERVER_TO_CLIENT,
            AlgorithmSlot.MAC_SERVER_TO_CLIENT,
            AlgorithmSlot.COMPRESSION_SERVER_TO_CLIENT);
    if (kex == null || hostKey == null || up == null || down == null) {
      return new NegotiationOutcome.NotAgreed(missing);
    }
    return new NegotiationOutcome.Agreed(new Algorithms(kex, hostKey, up, down));
  }

  private Algorithms.@Nullable Direction direction(
      AlgorithmSlot cipherSlot, AlgorithmSlot macSlot, AlgorithmSlot compressionSlot) {
    CipherAlgorithm cipher = choose(cipherSlot, CipherAlgorithm::named);
    // An AEAD cipher is its own MAC: the list may then have nothing in common.
    boolean macNeeded = cipher != null && !cipher.aead();
    MacAlgorithm mac = macNeeded ? choose(macSlot, MacAlgorithm::named) : null;
    CompressionAlgorithm compression = choose(compressionSlot, CompressionAlgorithm::named);
    if (cipher == null || (macNeeded && mac == null) || compression == null) {
      return null;
    }
    return new Algorithms.Direction(cipher, mac, compression);
  }

  private interface Table<T> {
    Optional<T> named(String name);
  }

  private <T> @Nullable T choose(AlgorithmSlot slot, Table<T> table) {
    List<String> ours = slot.offers(client);
    List<String> theirs = slot.offers(server);
    for (String name : ours) {
      if (theirs.contains(name)) {
        Optional<T> known = table.named(name);
        if (known.isPresent()) {
          return known.get();
        }
      }
    }
    missing.add(
        new NegotiationOutcome.NoCommonAlgorithm(
            slot, ours, theirs, firstPossible(slot, theirs), firstPossible(slot, ours)));
    return null;
  }

  private static Optional<String> firstPossible(AlgorithmSlot slot, List<String> offer) {
    for (String name : slot.possible()) {
      if (offer.contains(name)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}
