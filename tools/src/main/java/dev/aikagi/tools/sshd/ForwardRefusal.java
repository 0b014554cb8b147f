package dev.aikagi.tools.sshd;

import dev.aikagi.Printable;
import dev.aikagi.Reason;

/**
 * Why somebody who is logged in gets no connection to a port, or to his agent, that he asks for.
 */
sealed interface ForwardRefusal extends Reason {
  /** By a keyword of sshd_config that is about all forwarding. */
  record SwitchedOff(String keyword, String value) implements ForwardRefusal {
    @Override
    public String summary() {
      return keyword + " " + value;
    }
  }

  /** By an option of the line of the proven key, or by one that is missing behind "restrict". */
  record NotByThisKey() implements ForwardRefusal {
    @Override
    public String summary() {
      return "the options of the key do not permit port forwarding";
    }
  }

  /** The same for his agent: also where his certificate has no permit-agent-forwarding. */
  record NoAgentByThisKey() implements ForwardRefusal {
    @Override
    public String summary() {
      return "the options of the key or certificate do not permit agent forwarding";
    }
  }

  /** One socket for each session. */
  record AgentAlready() implements ForwardRefusal {
    @Override
    public String summary() {
      return "it was requested for this session before";
    }
  }

  /** Whoever has to change his password may do nothing else. */
  record PasswordExpired() implements ForwardRefusal {
    @Override
    public String summary() {
      return "the password has expired";
    }
  }

  /**
   * A list of targets does not have this one.
   *
   * @param list PermitOpen, or the option of the key
   */
  record NotListed(String list, String host, int port) implements ForwardRefusal {
    @Override
    public String summary() {
      return list + " does not have " + Printable.of(host, 255) + ":" + port;
    }
  }
}
