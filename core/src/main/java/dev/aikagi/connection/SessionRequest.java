package dev.aikagi.connection;

import dev.aikagi.Bytes;

/**
 * What a client asks of a session channel (RFC 4254 section 6). Text is the peer's: not safe to
 * print.
 */
public sealed interface SessionRequest {
  /** A pseudo-terminal; at most one, before the program. */
  record PtyReq(Pty pty) implements SessionRequest {}

  /** A variable for the program's environment, before the program. The value has no encoding. */
  record Env(String name, Bytes value) implements SessionRequest {}

  /** The three that start the program of the session; only one of them is ever granted. */
  sealed interface Program extends SessionRequest {
    /** What an {@link IdlePolicy} knows the session by. */
    String use();

    /** Whether its protocol itself bounds what is on the way, as SFTP's requests do. */
    default boolean isBounded() {
      return false;
    }
  }

  /** The user's login shell. */
  record Shell() implements Program {
    @Override
    public String use() {
      return "session:shell";
    }
  }

  /** A command line for the user's shell; bytes, since a command line has no encoding. */
  record Exec(Bytes command) implements Program {
    @Override
    public String use() {
      return "session:command";
    }
  }

  /** A named subsystem, such as sftp. */
  record Subsystem(String name) implements Program {
    @Override
    public String use() {
      return "session:subsystem:" + name;
    }

    @Override
    public boolean isBounded() {
      return name.equals("sftp");
    }
  }

  /** The terminal has a new size; never answered. */
  record WindowChange(TerminalSize size) implements SessionRequest {}

  /** A signal for the program, its name without SIG. */
  record Signal(String name) implements SessionRequest {}

  /** RFC 4335; milliseconds, 0 for the server's choice. */
  record Break(long milliseconds) implements SessionRequest {}

  /**
   * The client's agent is at the server's disposal: the server may open channels of the type that
   * belongs to the name; before the program.
   */
  record AuthAgentReq(AgentChannel channel) implements SessionRequest {}

  /** Any other request, such as x11-req or keepalive@openssh.com. */
  record Other(String requestType, Bytes data) implements SessionRequest {}
}
