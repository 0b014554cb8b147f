package dev.aikagi.agent;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import dev.aikagi.key.Fingerprint;
import java.time.Duration;
import java.util.Optional;

/** Why an agent did not do what it was asked for. The peer is told no more than that it did not. */
public sealed interface AgentRefusal extends Reason {
  /** The request is not what the protocol has. */
  record Malformed(int number, String detail) implements AgentRefusal {
    @Override
    public String summary() {
      return "request " + number + " is malformed: " + detail;
    }
  }

  record UnknownRequest(int number) implements AgentRefusal {
    @Override
    public String summary() {
      return "request " + number + " is not known here";
    }
  }

  record UnknownExtension(String name) implements AgentRefusal {
    @Override
    public String summary() {
      return "the extension " + Printable.of(name, 64) + " is not known here";
    }
  }

  /** Nothing else is done meanwhile. */
  record Locked() implements AgentRefusal {
    @Override
    public String summary() {
      return "the agent is locked";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("ssh-add -X unlocks it");
    }
  }

  /** Asked to lock while locked, or to unlock while not. */
  record LockedAlready(boolean locked) implements AgentRefusal {
    @Override
    public String summary() {
      return "the agent is " + (locked ? "locked already" : "not locked");
    }
  }

  record EmptyPassphrase() implements AgentRefusal {
    @Override
    public String summary() {
      return "an empty passphrase locks nothing";
    }
  }

  record WrongPassphrase(int failures, Duration delay) implements AgentRefusal {
    @Override
    public String summary() {
      return "wrong passphrase, for the "
          + failures
          + ". time; the next one is looked at in "
          + delay.toMillis()
          + " ms";
    }
  }

  record NoSuchKey(Fingerprint key) implements AgentRefusal {
    @Override
    public String summary() {
      return "no key " + key + " here";
    }
  }

  /** The private key, or its certificate. */
  record BadKey(String detail) implements AgentRefusal {
    @Override
    public String summary() {
      return "the key is not held: " + detail;
    }
  }

  record UnknownConstraint(String name) implements AgentRefusal {
    @Override
    public String summary() {
      return "the key is not held, since nobody here knows its constraint "
          + Printable.of(name, 64);
    }
  }

  record NobodyConfirms() implements AgentRefusal {
    @Override
    public String summary() {
      return "the key is not held, since its uses are to be confirmed and there is nobody to ask";
    }
  }

  record TooManyKeys(int limit) implements AgentRefusal {
    @Override
    public String summary() {
      return "the key is not held: there are " + limit + " already";
    }
  }

  /** No client reads a longer list. */
  record ListTooLong(int limit) implements AgentRefusal {
    @Override
    public String summary() {
      return "the key is not held: a list of all keys would be longer than " + limit + " bytes";
    }
  }

  record NoSecurityKeys() implements AgentRefusal {
    @Override
    public String summary() {
      return "the key is not held, since it is inside a FIDO authenticator, and this agent can use"
          + " none";
    }
  }

  /** A library is code of whoever names it (CVE-2016-10009, CVE-2023-38408). */
  record ProviderNotAllowed(String provider, boolean remote) implements AgentRefusal {
    @Override
    public String summary() {
      return "the provider "
          + Printable.of(provider, 256)
          + " is not used: "
          + (remote ? "it is named over a forwarded connection" : "it is none of those allowed");
    }
  }

  record NoSuchProvider(String provider) implements AgentRefusal {
    @Override
    public String summary() {
      return "the provider " + Printable.of(provider, 256) + " is no file that this agent can find";
    }
  }

  record ProviderWithoutSecurityKey(String provider) implements AgentRefusal {
    @Override
    public String summary() {
      return "the provider "
          + Printable.of(provider, 256)
          + " is for keys inside authenticators, and this is none";
    }
  }

  record NoSmartcards() implements AgentRefusal {
    @Override
    public String summary() {
      return "PKCS#11 is not supported by this agent: it holds no keys of smartcards";
    }
  }

  /** An earlier session-bind failed: nobody knows where the connection comes from. */
  record BindFailedBefore() implements AgentRefusal {
    @Override
    public String summary() {
      return "the key is restricted to destinations, and this connection was not bound to one when"
          + " it should have been";
    }
  }

  record NotBound() implements AgentRefusal {
    @Override
    public String summary() {
      return "the key is restricted to destinations, and this connection is bound to none";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("use an ssh that binds its connections to the agent (OpenSSH 8.9)");
    }
  }

  record NotALogin() implements AgentRefusal {
    @Override
    public String summary() {
      return "the key is restricted to destinations, and what it is to sign is no login with it";
    }
  }

  record OtherSession(String user) implements AgentRefusal {
    @Override
    public String summary() {
      return "the login as "
          + Printable.of(user, 64)
          + " is in another session than the one that the connection is bound to";
    }
  }

  /** Only publickey-hostbound-v00@openssh.com says where a forwarded login goes. */
  record NoHostKeySigned() implements AgentRefusal {
    @Override
    public String summary() {
      return "a login over a forwarded connection that names no host key";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of(
          "the server behind has to know publickey-hostbound-v00@openssh.com (OpenSSH 8.9)");
    }
  }

  record OtherHostKeySigned() implements AgentRefusal {
    @Override
    public String summary() {
      return "the login names another host key than the one that the connection is bound to";
    }
  }

  /** The connection is for forwarding, so whoever asks is behind that host. */
  record LoginOverForwarding() implements AgentRefusal {
    @Override
    public String summary() {
      return "a login to the host that the agent is forwarded to, over the forwarded connection";
    }
  }

  record ForwardedAfterLogin() implements AgentRefusal {
    @Override
    public String summary() {
      return "the connection was bound for a login, and is forwarded now";
    }
  }

  record NotOnThisWay(int hop, Fingerprint hostKey, String user) implements AgentRefusal {
    @Override
    public String summary() {
      return "no destination constraint of the key allows step "
          + hop
          + " of the way, to the host with the key "
          + hostKey
          + (user.isEmpty() ? "" : " as " + Printable.of(user, 64));
    }
  }

  record NotBehindThisHost(Fingerprint hostKey) implements AgentRefusal {
    @Override
    public String summary() {
      return "the key may be used to reach the host with the key " + hostKey + ", not behind it";
    }
  }

  /** The signature is for no login, and might be one for a website. */
  record ForTheWeb(String application) implements AgentRefusal {
    @Override
    public String summary() {
      return "the key is for "
          + Printable.of(application, 64)
          + ", and what it is to sign is neither a login nor a signature of ssh-keygen";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("ssh-agent -O no-restrict-websafe, or -O websafe-allow=PATTERNS");
    }
  }

  record NotConfirmed(String comment) implements AgentRefusal {
    @Override
    public String summary() {
      return "the use of " + Printable.of(comment, 128) + " was not confirmed";
    }
  }

  record NotSigned(String detail) implements AgentRefusal {
    @Override
    public String summary() {
      return "cannot sign: " + detail;
    }
  }

  /** A session-bind that says something else than is true. */
  record NotBindable(String detail) implements AgentRefusal {
    @Override
    public String summary() {
      return "the connection is not bound: " + detail;
    }
  }
}
