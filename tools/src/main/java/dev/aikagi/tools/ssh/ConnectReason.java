package dev.aikagi.tools.ssh;

import dev.aikagi.Printable;
import dev.aikagi.Reason;

/** Why there is no connection to a host. */
public sealed interface ConnectReason extends Reason {
  /** The resolver knows no address for the name. */
  record UnknownHost(String host, String fault) implements ConnectReason {
    @Override
    public String summary() {
      return "Could not resolve hostname " + Printable.of(host, 255) + ": " + fault;
    }
  }

  /** As before, but the configuration has a Host that is spelt almost like it. */
  record MisspeltHost(String host, String nearest, String file, int line) implements ConnectReason {
    @Override
    public String summary() {
      return "no host " + host + "; " + file + " line " + line + " has Host " + nearest;
    }
  }

  /** Nobody listens there. */
  record Refused(String address, int port) implements ConnectReason {
    @Override
    public String summary() {
      return "connect to " + address + " port " + port + ": Connection refused";
    }
  }

  /** Nobody listens at this port, and the host's key is known for another one. */
  record OtherPortKnown(String address, int port, int knownPort, String file, int line)
      implements ConnectReason {
    @Override
    public String summary() {
      return "nobody listens at " + address + " port " + port + "; known is port " + knownPort;
    }
  }

  /**
   * No answer came.
   *
   * @param seconds how long one was waited for
   */
  record TimedOut(String address, int port, long seconds) implements ConnectReason {
    @Override
    public String summary() {
      return "connect to " + address + " port " + port + ": Connection timed out";
    }
  }

  /** No way leads there. */
  record Unreachable(String address, int port, String fault) implements ConnectReason {
    @Override
    public String summary() {
      return "connect to " + address + " port " + port + ": " + fault;
    }
  }

  /** The local end cannot be what BindAddress or BindInterface says. */
  record BadBind(String local) implements ConnectReason {
    @Override
    public String summary() {
      return "cannot connect from " + Printable.of(local, 255);
    }
  }

  /** The command that is to connect cannot be started. */
  record ProxyFailed(String command, String fault) implements ConnectReason {
    @Override
    public String summary() {
      return "cannot start the proxy command: " + fault;
    }
  }
}
