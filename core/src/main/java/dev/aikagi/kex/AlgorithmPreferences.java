package dev.aikagi.kex;

import dev.aikagi.Bytes;
import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.algorithm.CompressionAlgorithm;
import dev.aikagi.algorithm.MacAlgorithm;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.message.KexInit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What one side offers in its KEXINITs, each list best first and none of them empty. Immutable; the
 * lists are copied.
 *
 * <p>Of each list the first that the server has too is used, by the client's order (RFC 4253
 * section 7.1); {@link Algorithms} is what came of it. Start with {@link #client} or {@link
 * #server} and change what is to be different.
 */
public record AlgorithmPreferences(
    List<KexMethod> kexMethods,
    List<PublicKeyAlgorithm> hostKeyAlgorithms,
    Direction clientToServer,
    Direction serverToClient) {

  /**
   * @throws IllegalArgumentException for an empty list
   */
  public AlgorithmPreferences {
    kexMethods = nonEmpty("key exchange methods", kexMethods);
    hostKeyAlgorithms = nonEmpty("host key algorithms", hostKeyAlgorithms);
  }

  /**
   * For the packets of one direction.
   *
   * @param macs for the ciphers that do not authenticate by themselves
   */
  public record Direction(
      List<CipherAlgorithm> ciphers,
      List<MacAlgorithm> macs,
      List<CompressionAlgorithm> compressions) {

    /**
     * @throws IllegalArgumentException for an empty list
     */
    public Direction {
      ciphers = nonEmpty("ciphers", ciphers);
      macs = nonEmpty("MACs", macs);
      compressions = nonEmpty("compressions", compressions);
    }

    private Direction withCiphers(List<CipherAlgorithm> list) {
      return new Direction(list, macs, compressions);
    }

    private Direction withMacs(List<MacAlgorithm> list) {
      return new Direction(ciphers, list, compressions);
    }

    private Direction withCompressions(List<CompressionAlgorithm> list) {
      return new Direction(ciphers, macs, list);
    }
  }

  private static <T> List<T> nonEmpty(String what, List<T> list) {
    if (list.isEmpty()) {
      throw new IllegalArgumentException("no " + what);
    }
    return List.copyOf(list);
  }

  /** What OpenSSH's client offers by default, in its order. */
  public static AlgorithmPreferences client() {
    return of(KexMethod.DEFAULT_CLIENT, CompressionAlgorithm.DEFAULT);
  }

  /**
   * What OpenSSH's server offers by default, in its order, without compression: a server that
   * inflates what strangers send has one more way to be worn down.
   */
  public static AlgorithmPreferences server() {
    return of(KexMethod.DEFAULT_SERVER, List.of(CompressionAlgorithm.NONE));
  }

  private static AlgorithmPreferences of(
      List<KexMethod> kexMethods, List<CompressionAlgorithm> compressions) {
    Direction both = new Direction(CipherAlgorithm.DEFAULT, MacAlgorithm.DEFAULT, compressions);
    return new AlgorithmPreferences(kexMethods, PublicKeyAlgorithm.DEFAULT, both, both);
  }

  /** These key exchange methods, the rest as it is. */
  public AlgorithmPreferences withKexMethods(List<KexMethod> methods) {
    return new AlgorithmPreferences(methods, hostKeyAlgorithms, clientToServer, serverToClient);
  }

  /**
   * These host key algorithms, the rest as it is. A server offers only those of them that one of
   * its keys can use.
   */
  public AlgorithmPreferences withHostKeyAlgorithms(List<PublicKeyAlgorithm> algorithms) {
    return new AlgorithmPreferences(kexMethods, algorithms, clientToServer, serverToClient);
  }

  /** The same ciphers in both directions. */
  public AlgorithmPreferences withCiphers(List<CipherAlgorithm> ciphers) {
    return withDirections(clientToServer.withCiphers(ciphers), serverToClient.withCiphers(ciphers));
  }

  /** The same MACs in both directions. */
  public AlgorithmPreferences withMacs(List<MacAlgorithm> macs) {
    return withDirections(clientToServer.withMacs(macs), serverToClient.withMacs(macs));
  }

  /** The same compressions in both directions. */
  public AlgorithmPreferences withCompressions(List<CompressionAlgorithm> compressions) {
    return withDirections(
        clientToServer.withCompressions(compressions),
        serverToClient.withCompressions(compressions));
  }

  /** Ciphers, MACs and compressions that differ by direction. */
  public AlgorithmPreferences withDirections(Direction toServer, Direction toClient) {
    return new AlgorithmPreferences(kexMethods, hostKeyAlgorithms, toServer, toClient);
  }

  /**
   * The message.
   *
   * @param first whether it is the first of the connection: only then do the markers of extension
   *     negotiation and strict key exchange mean anything
   */
  public KexInit kexInit(Bytes cookie, Role role, boolean first) {
    List<String> kex = new ArrayList<>(names(kexMethods, KexMethod::algorithmName));
    if (first) {
      boolean client = role == Role.CLIENT;
      kex.add(client ? Negotiation.EXT_INFO_CLIENT : Negotiation.EXT_INFO_SERVER);
      kex.add(client ? Negotiation.STRICT_CLIENT : Negotiation.STRICT_SERVER);
    }
    return new KexInit(
        cookie,
        kex,
        names(hostKeyAlgorithms, PublicKeyAlgorithm::wireName),
        names(clientToServer.ciphers(), CipherAlgorithm::algorithmName),
        names(serverToClient.ciphers(), CipherAlgorithm::algorithmName),
        names(clientToServer.macs(), MacAlgorithm::algorithmName),
        names(serverToClient.macs(), MacAlgorithm::algorithmName),
        names(clientToServer.compressions(), CompressionAlgorithm::algorithmName),
        names(serverToClient.compressions(), CompressionAlgorithm::algorithmName),
        List.of(),
        List.of(),
        false,
        0);
  }

  private static <T> List<String> names(List<T> algorithms, Function<T, String> name) {
    return algorithms.stream().map(name).toList();
  }
}
