package dev.aikagi.auth;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import dev.aikagi.SshException;
import dev.aikagi.key.KeyFileRefusal;
import dev.aikagi.key.PublicKey;
import dev.aikagi.trust.FileModeReason;
import java.io.IOException;
import java.util.Optional;

/** Why an identity that was considered cannot be used, or is not offered. */
public sealed interface IdentityReason extends Reason
    permits IdentityReason.Missing,
        IdentityReason.PrivateHalfMissing,
        IdentityReason.Unreadable,
        IdentityReason.TooOpen,
        IdentityReason.BadFile,
        IdentityReason.Locked,
        IdentityReason.OtherPublicHalf,
        IdentityReason.NotConfigured,
        IdentityReason.NotLent,
        IdentityReason.NoProvider,
        IdentityReason.CarriageReturns,
        IdentityReason.Other,
        OwnCertificateReason {
  /** The file's name, or what the agent calls its key. */
  String identity();

  /** There is no such file, nor a .pub beside it. */
  record Missing(String identity) implements IdentityReason {
    @Override
    public String summary() {
      return "no such identity: " + text(identity) + ": No such file or directory";
    }
  }

  /** The .pub file is there, and neither the private half nor an agent that holds it. */
  record PrivateHalfMissing(String identity) implements IdentityReason {
    @Override
    public String summary() {
      return "its private half is not known here";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("add the key to an agent with ssh-add, or copy the private half here");
    }
  }

  record Unreadable(String identity, String fault) implements IdentityReason {
    @Override
    public String summary() {
      return fault;
    }
  }

  /** Others than its owner may read it. */
  record TooOpen(String identity, FileModeReason.PrivateKeyTooOpen reason)
      implements IdentityReason {
    @Override
    public String summary() {
      return "bad permissions";
    }

    @Override
    public Optional<String> remedy() {
      return reason.remedy();
    }
  }

  /** What is in the file cannot be used. */
  record BadFile(String identity, KeyFileRefusal reason) implements IdentityReason {
    @Override
    public String summary() {
      return reason.summary();
    }

    @Override
    public Optional<String> remedy() {
      return reason.remedy();
    }
  }

  /**
   * The private half is encrypted and stays so.
   *
   * @param attempts how many passphrases were tried; 0 where nobody was there to ask
   */
  record Locked(String identity, int attempts) implements IdentityReason {
    @Override
    public String summary() {
      return "no passphrase was given that opens it";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("ssh-add " + text(identity) + ", where the passphrase can be typed");
    }
  }

  /** The .pub file beside it is that of another key. */
  record OtherPublicHalf(String identity) implements IdentityReason {
    @Override
    public String summary() {
      return "the private key does not belong to the public key";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("ssh-keygen -y -f " + text(identity) + " > " + text(identity) + ".pub");
    }
  }

  /** The agent holds it, and IdentitiesOnly allows configured identities alone. */
  record NotConfigured(String identity, PublicKey key) implements IdentityReason {
    @Override
    public String summary() {
      return "not offered: IdentitiesOnly is set, and no IdentityFile names it";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("name it with -i, or IdentitiesOnly=no");
    }
  }

  /** The agent holds it, and keeps it for other hosts than this one (ssh-add -h). */
  record NotLent(String identity, PublicKey key) implements IdentityReason {
    @Override
    public String summary() {
      return "the agent keeps it for other hosts";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("add it to the agent again, with a -h for this host too");
    }
  }

  /**
   * Its private half is in an authenticator, and nothing that could reach one is configured.
   *
   * @param setting SecurityKeyProvider: "none", or {@code $NAME} where that is not set
   */
  record NoProvider(String identity, String setting) implements IdentityReason {
    @Override
    public String summary() {
      return "it is in an authenticator, and SecurityKeyProvider is "
          + (setting.startsWith("$") ? text(setting) + ", which is not set" : "none");
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("SecurityKeyProvider=internal");
    }
  }

  /** Its lines end with CR LF: read here, and not by OpenSSH. */
  record CarriageReturns(String identity) implements IdentityReason {
    @Override
    public String summary() {
      return "its lines end with CR LF, which OpenSSH's ssh does not read";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("sed -i 's/\\r$//' " + text(identity));
    }
  }

  /** Whoever holds the private half failed in a way of its own. */
  record Other(String identity, String fault) implements IdentityReason {
    @Override
    public String summary() {
      return fault;
    }
  }

  /** The reason that an exception carries, or its message. */
  static Reason of(String identity, IOException e) {
    return e instanceof SshException ssh && !ssh.reasons().isEmpty()
        ? ssh.reasons().getFirst()
        : new Other(identity, String.valueOf(e.getMessage()));
  }

  private static String text(String identity) {
    return Printable.of(identity, 1024);
  }
}
