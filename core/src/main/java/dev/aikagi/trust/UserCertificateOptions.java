package dev.aikagi.trust;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.key.Certificate;
import dev.aikagi.pattern.AddressPatterns;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a user's certificate grants and demands by itself (PROTOCOL.certkeys, "Critical options" and
 * "Extensions"). It grants nothing that is not named in it.
 *
 * @param permissions without the principals and the validity, which are no options
 * @param sourceAddress the networks that the client has to come from; null for anywhere
 */
record UserCertificateOptions(AuthorizedKeyOptions permissions, @Nullable String sourceAddress) {
  /** Of one certificate, or why it cannot be obeyed. */
  sealed interface Outcome {
    record Read(UserCertificateOptions options) implements Outcome {}

    record Refused(UserCertificateRefusal refusal) implements Outcome {}
  }

  static Outcome of(Certificate certificate) {
    String command = null;
    String source = null;
    boolean verify = false;
    for (Certificate.Option option : certificate.criticalOptions()) {
      try {
        switch (option.name()) {
          case "force-command" -> command = option.text();
          case "source-address" -> source = networks(option);
          case "verify-required" -> verify = flag(option);
          default -> {
            return new Outcome.Refused(
                new UserCertificateRefusal.UnknownOption(certificate, option.name()));
          }
        }
      } catch (MalformedException e) {
        return bad(certificate, option, e);
      }
    }
    Extensions granted = new Extensions();
    for (Certificate.Option option : certificate.extensions()) {
      try {
        granted.add(option);
      } catch (MalformedException e) {
        return bad(certificate, option, e);
      }
    }
    return new Outcome.Read(
        new UserCertificateOptions(granted.permissions(verify, command), source));
  }

  /** Why a client may not use it from where it is. */
  Optional<UserCertificateRefusal> refusal(Certificate certificate, String address) {
    return sourceAddress == null
            || AddressPatterns.matchNetworks(address, sourceAddress) == AddressPatterns.Result.MATCH
        ? Optional.empty()
        : Optional.of(
            new UserCertificateRefusal.NotFromSource(certificate, address, sourceAddress));
  }

  private static Outcome bad(
      Certificate certificate, Certificate.Option option, MalformedException e) {
    return new Outcome.Refused(
        new UserCertificateRefusal.BadOption(
            certificate, option.name(), String.valueOf(e.getMessage())));
  }

  private static String networks(Certificate.Option option) throws MalformedException {
    String networks = option.text();
    if (!AddressPatterns.validNetworks(networks)) {
      throw new MalformedException("no list of networks");
    }
    return networks;
  }

  private static boolean flag(Certificate.Option option) throws MalformedException {
    if (!option.data().equals(Bytes.EMPTY)) {
      throw new MalformedException("data where none belongs");
    }
    return true;
  }

  /** Unknown ones grant nothing. */
  private static final class Extensions {
    private boolean portForwarding;
    private boolean agentForwarding;
    private boolean x11Forwarding;
    private boolean pty;
    private boolean userRc;
    private boolean noTouch;

    void add(Certificate.Option option) throws MalformedException {
      switch (option.name()) {
        case "permit-port-forwarding" -> portForwarding = flag(option);
        case "permit-agent-forwarding" -> agentForwarding = flag(option);
        case "permit-X11-forwarding" -> x11Forwarding = flag(option);
        case "permit-pty" -> pty = flag(option);
        case "permit-user-rc" -> userRc = flag(option);
        case "no-touch-required" -> noTouch = flag(option);
        default -> {}
      }
    }

    AuthorizedKeyOptions permissions(boolean verifyRequired, @Nullable String command) {
      return new AuthorizedKeyOptions(
          false,
          false,
          portForwarding,
          agentForwarding,
          x11Forwarding,
          pty,
          userRc,
          !noTouch,
          verifyRequired,
          command,
          null,
          null,
          null,
          List.of(),
          null,
          null,
          null);
    }
  }
}
