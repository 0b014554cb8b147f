package dev.aikagi.auth;

import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.RsaPublicKey;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What sshd_config says about authentication for one user name, known or not.
 *
 * @param enabledMethods of publickey, password, keyboard-interactive, hostbased, gssapi-with-mic,
 *     none
 * @param algorithms PubkeyAcceptedAlgorithms, those of certificates among them; checked before a
 *     key is parsed
 * @param requiredRsaBits RequiredRSASize
 * @param maxTries MaxAuthTries
 * @param banner its text, or null
 * @param hostAlgorithms HostbasedAcceptedAlgorithms; checked before a key is parsed
 */
public record UserAuthSettings(
    Set<String> enabledMethods,
    AuthenticationMethods authenticationMethods,
    List<PublicKeyAlgorithm> algorithms,
    int requiredRsaBits,
    int maxTries,
    boolean permitEmptyPasswords,
    @Nullable String banner,
    List<PublicKeyAlgorithm> hostAlgorithms) {
  public static final int DEFAULT_MAX_TRIES = 6;

  public UserAuthSettings {
    enabledMethods = Set.copyOf(enabledMethods);
    algorithms = List.copyOf(algorithms);
    hostAlgorithms = List.copyOf(hostAlgorithms);
  }

  /** With the default algorithms for the keys of client hosts. */
  public UserAuthSettings(
      Set<String> enabledMethods,
      AuthenticationMethods authenticationMethods,
      List<PublicKeyAlgorithm> algorithms,
      int requiredRsaBits,
      int maxTries,
      boolean permitEmptyPasswords,
      @Nullable String banner) {
    this(
        enabledMethods,
        authenticationMethods,
        algorithms,
        requiredRsaBits,
        maxTries,
        permitEmptyPasswords,
        banner,
        PublicKeyAlgorithm.DEFAULT);
  }

  public static UserAuthSettings of(Set<String> enabledMethods) {
    return new UserAuthSettings(
        enabledMethods,
        AuthenticationMethods.ANY,
        PublicKeyAlgorithm.DEFAULT,
        RsaPublicKey.DEFAULT_REQUIRED_BITS,
        DEFAULT_MAX_TRIES,
        false,
        null);
  }
}
