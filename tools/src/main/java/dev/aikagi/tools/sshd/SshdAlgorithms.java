package dev.aikagi.tools.sshd;

import dev.aikagi.config.AlgorithmNames;

/** The algorithm names that sshd_config may use here. */
final class SshdAlgorithms {
  static final AlgorithmNames NAMES = AlgorithmNames.OPENSSH_SERVER;

  private SshdAlgorithms() {}
}
