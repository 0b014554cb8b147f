package dev.aikagi.tools.ssh;

import dev.aikagi.Reason;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.PublicKey;
import java.util.List;

/** Why a server let nobody in, as far as it shows from this side and in no single attempt. */
public sealed interface DeniedReason extends Reason {
  /** There was no key to offer. */
  record NoIdentities(String folder) implements DeniedReason {
    @Override
    public String summary() {
      return "no key was offered: there is none in " + folder + " and none in an agent";
    }
  }

  /** A key lies there that nothing names. */
  record KeyNotConsidered(String file) implements DeniedReason {
    @Override
    public String summary() {
      return file + " was not offered: it has none of the default names, and nothing names it";
    }
  }

  /** Several lie there. */
  record KeysNotConsidered(List<String> files) implements DeniedReason {
    public KeysNotConsidered {
      files = List.copyOf(files);
    }

    @Override
    public String summary() {
      return String.join(", ", files) + " were not offered: nothing names them";
    }
  }

  /** The server had enough before the right one came. */
  record TooManyOffers(int offers, List<String> identities) implements DeniedReason {
    public TooManyOffers {
      identities = List.copyOf(identities);
    }

    @Override
    public String summary() {
      return "the server had enough after " + offers + " attempts (MaxAuthTries)";
    }
  }

  /** The server asks for a method that is switched off here. */
  record MethodSwitchedOff(String methodName, String keyword, String value)
      implements DeniedReason {
    @Override
    public String summary() {
      return "the server takes "
          + methodName
          + ", which is switched off here: "
          + keyword
          + " "
          + value;
    }
  }

  /** The server does not take keys. */
  record KeysNotTaken(List<String> methods) implements DeniedReason {
    public KeysNotTaken {
      methods = List.copyOf(methods);
    }

    @Override
    public String summary() {
      return "the server takes no keys, only " + String.join(",", methods);
    }
  }

  /**
   * The server takes the key, and the agent that has it said no.
   *
   * @param identity its file, or the agent's word for it
   */
  record AgentSaidNo(String identity, PublicKey key) implements DeniedReason {
    @Override
    public String summary() {
      return "the agent refuses to sign by " + identity + ", which the server would take";
    }
  }

  /** One method was enough for nobody. */
  record MoreRequired(String methodName, List<String> remaining) implements DeniedReason {
    public MoreRequired {
      remaining = List.copyOf(remaining);
    }

    @Override
    public String summary() {
      return methodName
          + " succeeded, and the server wants "
          + String.join(",", remaining)
          + " besides";
    }
  }

  /** An old server that knows signatures with SHA-1 only. */
  record OnlySha1(String identity, PublicKey key, List<String> servers) implements DeniedReason {
    public OnlySha1 {
      servers = List.copyOf(servers);
    }

    @Override
    public String summary() {
      return "the server knows " + identity + " with ssh-rsa (SHA-1) only, which is off here";
    }
  }

  /**
   * A certificate that shows no fault on this side.
   *
   * @param identity its file, or the agent's word for it
   */
  record CertificateRefused(String identity, Certificate certificate, PublicKey authority)
      implements DeniedReason {
    @Override
    public String summary() {
      return "the server refuses certificate " + identity + ", which shows no fault here";
    }
  }

  /** The server says what it signs by, and this is not among it. */
  record SignatureNotKnown(String identity, String algorithm, List<String> servers)
      implements DeniedReason {
    public SignatureNotKnown {
      servers = List.copyOf(servers);
    }

    @Override
    public String summary() {
      return "the server does not take signatures by "
          + algorithm
          + ", which "
          + identity
          + " makes, only "
          + String.join(",", servers);
    }
  }
}
