package dev.aikagi.tools.ssh;

import dev.aikagi.ConnectionEndedException;
import dev.aikagi.Printable;
import dev.aikagi.SshException;
import dev.aikagi.Termination;
import dev.aikagi.auth.AuthenticationException;
import dev.aikagi.kex.HostKeyRefusedException;
import dev.aikagi.kex.NegotiationFailedException;
import dev.aikagi.kex.NegotiationOutcome.NoCommonAlgorithm;
import java.io.IOException;

/** Says why there is no connection, in OpenSSH's words. */
final class Failures {
  private static final int LIMIT = 2048;

  private final Log log;
  private final String peer;

  /**
   * @param address numeric; empty through a proxy
   */
  Failures(Log log, java.util.Optional<String> address, int port) {
    this.log = log;
    this.peer = address.isEmpty() ? "UNKNOWN port 65535" : address.get() + " port " + port;
  }

  void say(IOException e, boolean metPeer) {
    switch (e) {
      case AuthenticationException denied -> log.error(denied.denial());
      case HostKeyRefusedException _ -> log.error("Host key verification failed.");
      case NegotiationFailedException failed -> {
        NoCommonAlgorithm missing = failed.reason().missing().getFirst();
        log.error(
            "Unable to negotiate with "
                + peer
                + ": no matching "
                + missing.slot().words()
                + " found. Their offer: "
                + Printable.of(String.join(",", missing.serverOffer()), LIMIT));
        failed.reason().remedy().ifPresent(r -> log.verbose("To connect all the same: " + r));
      }
      case ConnectionEndedException ended -> ended(ended.termination(), metPeer);
      case SshException _ ->
          log.error("ssh_dispatch_run_fatal: Connection to " + peer + ": " + text(e));
      default -> ended(new Termination.Lost(text(e), e), metPeer);
    }
  }

  private static String text(IOException e) {
    return Printable.of(String.valueOf(e.getMessage()), LIMIT);
  }

  /** ConnectTimeout passed before the server said what it is. */
  void bannerTimeout() {
    log.error("Connection timed out during banner exchange");
    log.error("Connection to " + peer + " timed out");
  }

  void ended(Termination how, boolean metPeer) {
    switch (how) {
      case Termination.PeerDisconnect d -> {
        log.error(
            "Received disconnect from "
                + peer
                + ":"
                + d.reasonCode()
                + ": "
                + Printable.of(d.text(), LIMIT));
        log.error("Disconnected from " + peer);
      }
      case Termination.LocalDisconnect d ->
          log.error("ssh_dispatch_run_fatal: Connection to " + peer + ": " + d.text());
      case Termination.Lost lost -> {
        boolean reset = lost.text().contains("reset");
        String what = reset ? "Connection reset by peer" : "Connection closed by remote host";
        if (!metPeer) {
          log.error(
              "kex_exchange_identification: " + (reset ? "read: Connection reset by peer" : what));
        }
        log.debug(1, lost.text());
        log.error((reset ? "Connection reset by " : "Connection closed by ") + peer);
      }
      case Termination.Closed _ -> log.debug(1, "closed");
    }
  }
}
