package dev.aikagi.auth;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import java.util.Optional;

/** Why the server refused an attempt, where the protocol and not the policy decided. */
public sealed interface ServerAuthReason extends Reason {
  record UnknownMethod(String methodName) implements ServerAuthReason {
    @Override
    public String summary() {
      return "method " + Printable.of(methodName, 64) + " is not known";
    }
  }

  record MethodNotEnabled(String methodName) implements ServerAuthReason {
    @Override
    public String summary() {
      return "method " + methodName + " is switched off for this user";
    }
  }

  record MethodNotNext(String methodName) implements ServerAuthReason {
    @Override
    public String summary() {
      return "AuthenticationMethods does not allow " + methodName + " at this point";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("sshd -T -C user=NAME shows AuthenticationMethods for the user");
    }
  }

  record UnknownService(String serviceName) implements ServerAuthReason {
    @Override
    public String summary() {
      return "service " + Printable.of(serviceName, 64) + " is not known";
    }
  }

  record AlgorithmNotAccepted(String algorithm) implements ServerAuthReason {
    @Override
    public String summary() {
      return "signature algorithm "
          + Printable.of(algorithm, 64)
          + " not in PubkeyAcceptedAlgorithms";
    }
  }

  /** The same of a client host's key. */
  record HostAlgorithmNotAccepted(String algorithm) implements ServerAuthReason {
    @Override
    public String summary() {
      return "signature algorithm "
          + Printable.of(algorithm, 64)
          + " not in HostbasedAcceptedAlgorithms";
    }
  }

  /** The server trusts no other host to say who somebody is. */
  record NoHostTrusted(String clientHost) implements ServerAuthReason {
    @Override
    public String summary() {
      return "no host is trusted here, nor is " + Printable.of(clientHost, 255);
    }
  }

  /** The server takes nobody's word by the GSS-API. */
  record NoPrincipalAllowed() implements ServerAuthReason {
    @Override
    public String summary() {
      return "nobody is let in here by gssapi-with-mic";
    }
  }

  /** The server trusts no authority, whatever PubkeyAcceptedAlgorithms says. */
  record CertificateNotTaken(String algorithm) implements ServerAuthReason {
    @Override
    public String summary() {
      return "no certificate lets anybody in here: " + Printable.of(algorithm, 64);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("offer the plain key, and list it in authorized_keys");
    }
  }

  record KeyMalformed(String detail) implements ServerAuthReason {
    @Override
    public String summary() {
      return "the key cannot be parsed: " + detail;
    }
  }

  record KeyAlreadyUsed() implements ServerAuthReason {
    @Override
    public String summary() {
      return "this key already completed an earlier step; another one is wanted";
    }
  }

  record WrongHostKey() implements ServerAuthReason {
    @Override
    public String summary() {
      return "the request is bound to another host key than this connection's";
    }
  }

  record BadSignature(String algorithm) implements ServerAuthReason {
    @Override
    public String summary() {
      return "the " + algorithm + " signature does not verify";
    }
  }

  record UserPresenceMissing() implements ServerAuthReason {
    @Override
    public String summary() {
      return "the security key was not touched";
    }
  }

  record UserVerificationMissing() implements ServerAuthReason {
    @Override
    public String summary() {
      return "the security key did not verify its user (PIN or fingerprint)";
    }
  }

  record EmptyPassword() implements ServerAuthReason {
    @Override
    public String summary() {
      return "empty passwords are not permitted (PermitEmptyPasswords)";
    }
  }

  record PasswordTooLong(int length) implements ServerAuthReason {
    @Override
    public String summary() {
      return "a password of " + length + " bytes is not checked at all";
    }
  }

  record NoPasswordChange() implements ServerAuthReason {
    @Override
    public String summary() {
      return "passwords cannot be changed here";
    }
  }

  record NoDevice(String submethods) implements ServerAuthReason {
    @Override
    public String summary() {
      return "no keyboard-interactive device left"
          + (submethods.isEmpty() ? "" : " for " + Printable.of(submethods, 64));
    }
  }

  record WrongAnswerCount(int answers, int prompts) implements ServerAuthReason {
    @Override
    public String summary() {
      return answers + " answers to " + prompts + " prompts";
    }
  }

  record ConflictingOptions() implements ServerAuthReason {
    @Override
    public String summary() {
      return "the steps force different commands or tunnel devices";
    }
  }

  /** Whatever was asked did not answer: that is no (CVE-2026-94052). */
  record AuthenticatorFailed(String methodName, Throwable cause) implements ServerAuthReason {
    /** Without the exception's message, which could repeat what was typed. */
    @Override
    public String summary() {
      return "the check behind " + methodName + " failed: " + cause.getClass().getName();
    }
  }

  static ServerAuthReason noPasswordChange() {
    return new NoPasswordChange();
  }
}
