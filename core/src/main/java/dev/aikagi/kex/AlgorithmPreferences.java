package dev.aikagi.kex;

import dev.aikagi.Bytes;
import dev.aikagi.crypto.CipherAlgorithm;
import dev.aikagi.crypto.CompressionAlgorithm;
import dev.aikagi.crypto.MacAlgorithm;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.message.KexInit;
import java.util.ArrayList;
import java.util.List;

/** What one side offers in its KEXINITs, each list best first. Immutable. */
public record AlgorithmPreferences(
    List<KexMethod> kexMethods,
    List<PublicKeyAlgorithm> hostKeyAlgorithms,
    List<CipherAlgorithm> ciphersClientToServer,
    List<CipherAlgorithm> ciphersServerToClient,
    List<MacAlgorithm> macsClientToServer,
    List<MacAlgorithm> macsServerToClient,
    List<CompressionAlgorithm> compressionClientToServer,
    List<CompressionAlgorithm> compressionServerToClient) {

  public AlgorithmPreferences {
    kexMethods = nonEmpty("key exchange methods", kexMethods);
    hostKeyAlgorithms = nonEmpty("host key algorithms", hostKeyAlgorithms);
    ciphersClientToServer = nonEmpty("ciphers", ciphersClientToServer);
    ciphersServerToClient = nonEmpty("ciphers", ciphersServerToClient);
    macsClientToServer = nonEmpty("MACs", macsClientToServer);
    macsServerToClient = nonEmpty("MACs", macsServerToClient);
    compressionClientToServer = nonEmpty("compressions", compressionClientToServer);
    compressionServerToClient = nonEmpty("compressions", compressionServerToClient);
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
    return new AlgorithmPreferences(
        kexMethods,
        PublicKeyAlgorithm.DEFAULT,
        CipherAlgorithm.DEFAULT,
        CipherAlgorithm.DEFAULT,
        MacAlgorithm.DEFAULT,
        MacAlgorithm.DEFAULT,
        compressions,
        compressions);
  }

  public AlgorithmPreferences withKexMethods(List<KexMethod> methods) {
    return new AlgorithmPreferences(
        methods,
        hostKeyAlgorithms,
        ciphersClientToServer,
        ciphersServerToClient,
        macsClientToServer,
        macsServerToClient,
        compressionClientToServer,
        compressionServerToClient);
  }

  public AlgorithmPreferences withHostKeyAlgorithms(List<PublicKeyAlgorithm> algorithms) {
    return new AlgorithmPreferences(
        kexMethods,
        algorithms,
        ciphersClientToServer,
        ciphersServerToClient,
        macsClientToServer,
        macsServerToClient,
        compressionClientToServer,
        compressionServerToClient);
  }

  /** The same ciphers in both directions. */
  public AlgorithmPreferences withCiphers(List<CipherAlgorithm> ciphers) {
    return new AlgorithmPreferences(
        kexMethods,
        hostKeyAlgorithms,
        ciphers,
        ciphers,
        macsClientToServer,
        macsServerToClient,
        compressionClientToServer,
        compressionServerToClient);
  }

  /** The same MACs in both directions. */
  public AlgorithmPreferences withMacs(List<MacAlgorithm> macs) {
    return new AlgorithmPreferences(
        kexMethods,
        hostKeyAlgorithms,
        ciphersClientToServer,
        ciphersServerToClient,
        macs,
        macs,
        compressionClientToServer,
        compressionServerToClient);
  }

  /** The same compressions in both directions. */
  public AlgorithmPreferences withCompressions(List<CompressionAlgorithm> compressions) {
    return new AlgorithmPreferences(
        kexMethods,
        hostKeyAlgorithms,
        ciphersClientToServer,
        ciphersServerToClient,
        macsClientToServer,
        macsServerToClient,
        compressions,
        compressions);
  }

  /**
   * The message.
   *
   * @param first whether it is the first of the connection: only then do the markers of extension
   *     negotiation and strict key exchange mean anything
   */
  public KexInit kexInit(Bytes cookie, Role role, boolean first) {
    List<String> kex = new ArrayList<>();
    for (KexMethod m : kexMethods) {
      kex.add(m.algorithmName());
    }
    if (first) {
      boolean client = role == Role.CLIENT;
      kex.add(client ? Negotiation.EXT_INFO_CLIENT : Negotiation.EXT_INFO_SERVER);
      kex.add(client ? Negotiation.STRICT_CLIENT : Negotiation.STRICT_SERVER);
    }
    return new KexInit(
        cookie,
        kex,
        hostKeyNames(),
        cipherNames(ciphersClientToServer),
        cipherNames(ciphersServerToClient),
        macNames(macsClientToServer),
        macNames(macsServerToClient),
        compressionNames(compressionClientToServer),
        compressionNames(compressionServerToClient),
        List.of(),
        List.of(),
        false,
        0);
  }

  private List<String> hostKeyNames() {
    List<String> names = new ArrayList<>();
    for (PublicKeyAlgorithm a : hostKeyAlgorithms) {
      names.add(a.wireName());
    }
    return names;
  }

  private static List<String> cipherNames(List<CipherAlgorithm> ciphers) {
    List<String> names = new ArrayList<>();
    for (CipherAlgorithm c : ciphers) {
      names.add(c.name());
    }
    return names;
  }

  private static List<String> macNames(List<MacAlgorithm> macs) {
    List<String> names = new ArrayList<>();
    for (MacAlgorithm m : macs) {
      names.add(m.name());
    }
    return names;
  }

  private static List<String> compressionNames(List<CompressionAlgorithm> compressions) {
    List<String> names = new ArrayList<>();
    for (CompressionAlgorithm c : compressions) {
      names.add(c.algorithmName());
    }
    return names;
  }
}
