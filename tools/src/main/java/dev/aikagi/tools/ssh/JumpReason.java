package dev.aikagi.tools.ssh;

import dev.aikagi.Printable;
import dev.aikagi.Reason;

/** Why there is no way through a jump host. */
public sealed interface JumpReason extends Reason {
  /**
   * The jump host does not connect this user to that port.
   *
   * @param text what it says
   */
  record Prohibited(String jump, String host, int port, String text) implements JumpReason {
    @Override
    public String summary() {
      return "open failed: administratively prohibited: " + Printable.of(text, 256);
    }
  }

  /** The jump host knows no address for the name. */
  record UnknownHost(String jump, String host, String fault) implements JumpReason {
    @Override
    public String summary() {
      return "open failed: connect failed: " + Printable.of(fault, 256);
    }
  }

  /** The jump host cannot connect there. */
  record Unreachable(String jump, String host, int port, String fault) implements JumpReason {
    @Override
    public String summary() {
      return "open failed: connect failed: " + Printable.of(fault, 256);
    }
  }

  /**
   * The jump host has not said whether it could connect there.
   *
   * @param seconds how long that was waited for
   */
  record Silent(String jump, String host, int port, long seconds) implements JumpReason {
    @Override
    public String summary() {
      return "no answer to a channel open within " + seconds + " s";
    }
  }

  /** The jump host refuses for another reason. */
  record Refused(String jump, String host, int port, String text) implements JumpReason {
    @Override
    public String summary() {
      return Printable.of(text, 256);
    }
  }

  /** The way comes back to where it has been. */
  record Loop(String jump) implements JumpReason {
    @Override
    public String summary() {
      return "jumphost loop via " + Printable.of(jump, 256);
    }
  }

  /** The configuration of each jump host names another one. */
  record TooMany(String jump, int most) implements JumpReason {
    @Override
    public String summary() {
      return "more than " + most + " jump hosts, the last one " + Printable.of(jump, 256);
    }
  }
}
