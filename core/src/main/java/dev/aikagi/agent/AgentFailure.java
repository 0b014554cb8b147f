package dev.aikagi.agent;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import java.util.Optional;

/** What went wrong with an agent, or with one of its keys. */
public sealed interface AgentFailure extends Reason {
  /** Nobody listens at the socket. */
  record NotReachable(String socket, String cause) implements AgentFailure {
    @Override
    public String summary() {
      return "Could not open a connection to your authentication agent at "
          + Printable.of(socket, 256)
          + ": "
          + Printable.of(cause, 256);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("start one: eval $(ssh-agent), or unset SSH_AUTH_SOCK");
    }
  }

  /** It ended the stream in the middle of a reply. */
  record StreamEnded() implements AgentFailure {
    @Override
    public String summary() {
      return "the agent closed the connection";
    }
  }

  /**
   * It takes too long for whoever asked.
   *
   * @param seconds how long that was waited for
   */
  record Silent(String socket, String request, long seconds) implements AgentFailure {
    @Override
    public String summary() {
      return "no answer from the agent at "
          + Printable.of(socket, 256)
          + " within "
          + seconds
          + " s: "
          + request;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("answer its question, or start another one: eval $(ssh-agent)");
    }
  }

  /** It said no: SSH_AGENT_FAILURE. */
  record Refused(String request) implements AgentFailure {
    @Override
    public String summary() {
      return "agent refused operation: " + request;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("ssh-add -l shows its keys; it may be locked or have asked somebody");
    }
  }

  /** It lists no key and will hear of no connection: an agent that is locked answers like that. */
  record EmptyOrLocked(String socket) implements AgentFailure {
    @Override
    public String summary() {
      return "the agent at " + Printable.of(socket, 256) + " shows no keys: it is locked, or empty";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("unlock it with ssh-add -X, or add a key with ssh-add");
    }
  }

  /** It sent what the protocol does not allow. */
  record BadReply(String detail) implements AgentFailure {
    @Override
    public String summary() {
      return "the agent does not follow the protocol: " + detail;
    }
  }

  /** One of its keys cannot be used here. */
  record KeyNotUsable(String comment, String type, String detail) implements AgentFailure {
    @Override
    public String summary() {
      return "key "
          + Printable.of(comment, 256)
          + " ("
          + Printable.of(type, 64)
          + ") of the agent is left out: "
          + detail;
    }
  }
}
