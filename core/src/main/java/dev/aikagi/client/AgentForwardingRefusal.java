package dev.aikagi.client;

import dev.aikagi.Printable;
import dev.aikagi.Reason;

/** Why a server gets no connection to the user's agent. */
public sealed interface AgentForwardingRefusal extends Reason {
  /**
   * The agent was not offered to it. No honest server tries all the same: it was taken over by
   * somebody who wants to log in elsewhere with the user's keys.
   */
  record NotOffered() implements AgentForwardingRefusal {
    @Override
    public String summary() {
      return "the server asked for the agent, which was not offered to it";
    }
  }

  /** It has as many open as one server may have. */
  record TooMany(int limit) implements AgentForwardingRefusal {
    @Override
    public String summary() {
      return "the server has " + limit + " connections to the agent already";
    }
  }

  /**
   * The agent cannot be reached, or says nothing.
   *
   * @param fault what the system says
   */
  record NoAgent(String socket, String fault) implements AgentForwardingRefusal {
    @Override
    public String summary() {
      return "no connection to the agent at "
          + Printable.of(socket, 255)
          + ": "
          + Printable.of(fault, 255);
    }
  }
}
