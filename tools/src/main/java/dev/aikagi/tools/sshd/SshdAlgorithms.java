package dev.aikagi.tools.sshd;

import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.config.AlgorithmNames;

/** The algorithm names that sshd_config may use here. */
final class SshdAlgorithms {
  static final AlgorithmNames NAMES =
      AlgorithmNames.OPENSSH_SERVER.withDefaultCiphers(
          CipherAlgorithm.DEFAULT.stream().map(CipherAlgorithm::algorithmName).toList());

  private SshdAlgorithms() {}
}
