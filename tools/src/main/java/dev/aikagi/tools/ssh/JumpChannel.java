package dev.aikagi.tools.ssh;

import dev.aikagi.SshException;
import dev.aikagi.client.Client;
import dev.aikagi.connection.Channel;
import dev.aikagi.connection.ChannelOpenException;
import dev.aikagi.connection.OpenFailureReason;
import dev.aikagi.tools.Fatal;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Has a server connect to a port, for a jump host's next hop or for -W. */
final class JumpChannel {
  /**
   * For the answer to an open: a server that tells why it cannot connect somewhere may have waited
   * for its kernel to give up, which takes Linux two minutes and eight seconds.
   */
  static final Duration TIME = Duration.ofMinutes(3);

  private JumpChannel() {}

  /**
   * Opens it; what is said where that fails is what OpenSSH's ssh says.
   *
   * @param name of the server, for the reason
   * @throws IOException where the connection has ended
   */
  static Channel open(Client client, String name, String host, int port, Log log)
      throws Fatal, IOException {
    log.debug(1, "channel_connect_stdio_fwd: " + host + ":" + port);
    try {
      Channel channel = client.openDirectTcpip(host, port);
      client.connection().noMoreSessions();
      return channel;
    } catch (ChannelOpenException e) {
      log.info("channel 0: " + e.getMessage());
      throw new Fatal("stdio forwarding failed", reason(e, name, host, port));
    } catch (SshException e) {
      if (client.connection().termination().isPresent()) {
        throw e;
      }
      String text = String.valueOf(e.getMessage());
      log.info("channel 0: " + text);
      throw new Fatal("stdio forwarding failed", new JumpReason.Refused(name, host, port, text));
    }
  }

  private static JumpReason reason(ChannelOpenException e, String name, String host, int port) {
    String text = e.description();
    Optional<OpenFailureReason> code = OpenFailureReason.of(e.reasonCode());
    if (code.equals(Optional.of(OpenFailureReason.ADMINISTRATIVELY_PROHIBITED))) {
      return new JumpReason.Prohibited(name, host, port, text);
    }
    if (!code.equals(Optional.of(OpenFailureReason.CONNECT_FAILED))) {
      return new JumpReason.Refused(name, host, port, String.valueOf(e.getMessage()));
    }
    return isAboutTheName(text)
        ? new JumpReason.UnknownHost(name, host, text)
        : new JumpReason.Unreachable(name, host, port, text);
  }

  /** By the sentences of gai_strerror(3) and of the systems that servers run on. */
  private static boolean isAboutTheName(String text) {
    String lower = text.toLowerCase(java.util.Locale.ROOT);
    return lower.contains("name or service")
        || lower.contains("name resolution")
        || lower.contains("name does not resolve")
        || lower.contains("nodename nor servname")
        || lower.contains("unknown host")
        || lower.contains("no address associated");
  }
}
