package dev.aikagi.kex;

import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.algorithm.CompressionAlgorithm;
import dev.aikagi.algorithm.MacAlgorithm;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.message.KexInit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The name-lists of KEXINIT that are negotiated, with the words that people know them by. */
public enum AlgorithmSlot {
  KEX("key exchange method", "KexAlgorithms"),
  HOST_KEY("host key type", "HostKeyAlgorithms"),
  CIPHER_CLIENT_TO_SERVER("cipher", "Ciphers"),
  CIPHER_SERVER_TO_CLIENT("cipher", "Ciphers"),
  MAC_CLIENT_TO_SERVER("MAC", "MACs"),
  MAC_SERVER_TO_CLIENT("MAC", "MACs"),
  COMPRESSION_CLIENT_TO_SERVER("compression", "Compression"),
  COMPRESSION_SERVER_TO_CLIENT("compression", "Compression");

  private final String words;
  private final String keyword;

  AlgorithmSlot(String words, String keyword) {
    this.words = words;
    this.keyword = keyword;
  }

  /** As in "no matching ... found". */
  public String words() {
    return words;
  }

  /** The keyword of ssh_config and sshd_config that sets the list. */
  public String keyword() {
    return keyword;
  }

  /** What this KEXINIT offers here. */
  public List<String> offers(KexInit init) {
    return switch (this) {
      case KEX -> init.kexAlgorithms();
      case HOST_KEY -> init.serverHostKeyAlgorithms();
      case CIPHER_CLIENT_TO_SERVER -> init.encryptionClientToServer();
      case CIPHER_SERVER_TO_CLIENT -> init.encryptionServerToClient();
      case MAC_CLIENT_TO_SERVER -> init.macClientToServer();
      case MAC_SERVER_TO_CLIENT -> init.macServerToClient();
      case COMPRESSION_CLIENT_TO_SERVER -> init.compressionClientToServer();
      case COMPRESSION_SERVER_TO_CLIENT -> init.compressionServerToClient();
    };
  }

  /** Everything that this implementation could offer here, the safe ones first. */
  List<String> possible() {
    List<String> names = new ArrayList<>();
    switch (this) {
      case KEX -> {
        KexMethod.DEFAULT_CLIENT.forEach(m -> names.add(m.algorithmName()));
        KexMethod.INSECURE.forEach(m -> names.add(m.algorithmName()));
      }
      case HOST_KEY -> {
        // Whoever lacks a common name is helped by a key before a certificate.
        PublicKeyAlgorithm.DEFAULT.stream()
            .sorted(Comparator.comparing(a -> a.keyType().certificate()))
            .forEach(a -> names.add(a.wireName()));
        PublicKeyAlgorithm.INSECURE.forEach(a -> names.add(a.wireName()));
      }
      case CIPHER_CLIENT_TO_SERVER, CIPHER_SERVER_TO_CLIENT -> {
        CipherAlgorithm.DEFAULT.forEach(c -> names.add(c.algorithmName()));
        // 3DES, the worst of them, comes first there.
        CipherAlgorithm.INSECURE.reversed().forEach(c -> names.add(c.algorithmName()));
      }
      case MAC_CLIENT_TO_SERVER, MAC_SERVER_TO_CLIENT -> {
        MacAlgorithm.DEFAULT.forEach(m -> names.add(m.algorithmName()));
        MacAlgorithm.INSECURE.forEach(m -> names.add(m.algorithmName()));
      }
      case COMPRESSION_CLIENT_TO_SERVER, COMPRESSION_SERVER_TO_CLIENT ->
          CompressionAlgorithm.SUPPORTED.forEach(c -> names.add(c.algorithmName()));
    }
    return names;
  }
}
