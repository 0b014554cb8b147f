package dev.aikagi.tools.sshd;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import java.nio.file.Path;
import java.util.Optional;

/** Why another host is not believed when it says who its user is, as far as no list says it. */
sealed interface HostTrustReason extends Reason {
  /** It is believed: the host is trusted for the user, and the key is the host's. */
  record Trusted(String place, String key) implements HostTrustReason {
    @Override
    public String summary() {
      return "host trusted by " + place + ", known by " + key;
    }
  }

  /** No file trusts any host for this user. */
  record NoLists(String user) implements HostTrustReason {
    @Override
    public String summary() {
      return "no hosts access files exist for " + Printable.of(user, 100);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("name the host in /etc/ssh/shosts.equiv");
    }
  }

  /** For root the lists of the system do not count. */
  record RootNeedsOwn(Path home) implements HostTrustReason {
    @Override
    public String summary() {
      return "root user, ignoring system hosts files";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("name the host in " + text(home) + "/.shosts");
    }
  }

  /** IgnoreRhosts says that the users' own lists do not count. */
  record Ignored(Path path, String setting) implements HostTrustReason {
    @Override
    public String summary() {
      return "Server has been configured to ignore "
          + text(path)
          + " (IgnoreRhosts "
          + setting
          + ")";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("IgnoreRhosts shosts-only, or name the host in /etc/ssh/shosts.equiv");
    }
  }

  /** A list that is there and cannot be used. */
  record Unusable(Path path, String fault) implements HostTrustReason {
    @Override
    public String summary() {
      return fault;
    }
  }

  /**
   * The client gives its host another name than its address has here. That alone refuses nobody,
   * and is the usual reason why no list names the host.
   */
  record NameDiffers(String claimed, String address, String resolved) implements HostTrustReason {
    @Override
    public String summary() {
      return "userauth_hostbased mismatch: client sends "
          + Printable.of(claimed, 255)
          + ", but we resolve "
          + address
          + " to "
          + Printable.of(resolved, 255);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of(
          "UseDNS yes and a name for the address, or HostbasedUsesNameFromPacketOnly yes");
    }
  }

  /** No file knows the host's key. */
  record KeyNotKnown(String clientHost) implements HostTrustReason {
    @Override
    public String summary() {
      return "no host key is known for " + Printable.of(clientHost, 255);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of(
          "ssh-keyscan "
              + Printable.of(clientHost, 255)
              + " >> /etc/ssh/ssh_known_hosts, once the keys are compared");
    }
  }

  /** Other keys are known for the host, and not this one. */
  record OtherKey(String clientHost, String place) implements HostTrustReason {
    @Override
    public String summary() {
      return "another host key is known for " + Printable.of(clientHost, 255) + ": " + place;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("compare the keys with the host's operator before the line is changed");
    }
  }

  /** The key is marked as revoked, or the key of its authority. */
  record KeyRevoked(String clientHost, String place) implements HostTrustReason {
    @Override
    public String summary() {
      return "WARNING: revoked key for "
          + Printable.of(clientHost, 255)
          + " attempted authentication: "
          + place;
    }
  }

  /** The certificate does not hold for this host, or nobody here trusts its authority. */
  record CertificateRefused(String clientHost, String fault) implements HostTrustReason {
    @Override
    public String summary() {
      return "the host certificate of " + Printable.of(clientHost, 255) + ": " + fault;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of(
          "name the authority behind @cert-authority in /etc/ssh/ssh_known_hosts, and the host's"
              + " name in the certificate");
    }
  }

  private static String text(Path path) {
    return Printable.of(path.toString(), 1024);
  }
}
