package dev.aikagi.tools.ssh;

import dev.aikagi.Printable;
import dev.aikagi.auth.ClientAuthObserver;
import dev.aikagi.auth.ClientAuthStep;
import dev.aikagi.auth.IdentityReason;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.PublicKey;
import dev.aikagi.transport.TransportEvent;
import dev.aikagi.transport.TransportListener;
import java.util.List;

/** Renders what the transport and the authentication do as the lines of ssh -v. */
final class Trace implements TransportListener, ClientAuthObserver {
  private static final int LIMIT = 1024;

  private final Log log;
  private final boolean warnsOfWeakCrypto;
  private final TransportLines lines;
  private final Runnable onVersion;
  private final Runnable onKeys;
  private boolean keysSeen;
  private String kex = "";
  private boolean metPeer;
  private String method = "";

  /**
   * Makes one for a connection.
   *
   * @param rekeyBytes after how much data new keys are made
   * @param onVersion told when the peer has said what it is
   * @param onKeys told when the first keys are in use
   */
  Trace(Log log, boolean warnsOfWeakCrypto, long rekeyBytes, Runnable onVersion, Runnable onKeys) {
    this.log = log;
    this.warnsOfWeakCrypto = warnsOfWeakCrypto;
    this.lines = new TransportLines(log, rekeyBytes);
    this.onVersion = onVersion;
    this.onKeys = onKeys;
  }

  @Override
  public void packet(boolean outbound, int number) {
    if (log.isDebug(3)) {
      log.debug(3, (outbound ? "send packet: type " : "receive packet: type ") + number);
    }
  }

  @Override
  public void on(TransportEvent event) {
    if (event instanceof TransportEvent.PeerVersion) {
      metPeer = true;
    } else if (event instanceof TransportEvent.Negotiated e) {
      kex = e.algorithms().kexMethod().algorithmName();
    }
    // Mostly nobody looks, and to put the lines together takes a few milliseconds of each start.
    if (log.isDebug(1)) {
      lines.on(event);
    }
    if (event instanceof TransportEvent.PeerVersion) {
      onVersion.run();
    } else if (event instanceof TransportEvent.HostKeyChecked) {
      weakCrypto();
    } else if (event instanceof TransportEvent.NewKeysReceived && !keysSeen) {
      keysSeen = true;
      onKeys.run();
    }
  }

  /** The server's part of the key exchange is there; once for each exchange. */
  void replyReceived() {
    lines.replyReceived();
  }

  private void weakCrypto() {
    boolean postQuantum = kex.startsWith("mlkem") || kex.startsWith("sntrup");
    if (warnsOfWeakCrypto && !postQuantum) {
      log.info("** WARNING: connection is not using a post-quantum key exchange algorithm.");
      log.info("** This session may be vulnerable to \"store now, decrypt later\" attacks.");
      log.info("** The server may need to be upgraded. See https://openssh.com/pq.html");
    }
  }

  @Override
  public void serviceAccepted(String serviceName) {
    log.debug(2, "service_accept: " + Printable.of(serviceName, LIMIT));
    log.debug(1, "SSH2_MSG_SERVICE_ACCEPT received");
  }

  @Override
  public void banner(String text) {
    log.banner(text);
  }

  @Override
  public void canContinue(List<String> methods, boolean partialSuccess) {
    if (partialSuccess) {
      log.verbose("Authenticated using \"" + method + "\" with partial success.");
    }
    log.debug(
        1, "Authentications that can continue: " + Printable.of(String.join(",", methods), LIMIT));
  }

  @Override
  public void step(ClientAuthStep step) {
    // The steps of most logins come before a switch, which takes two milliseconds to be linked.
    if (step instanceof ClientAuthStep.Offered s) {
      key("Offering public key: ", s, s.key(), s.origin());
    } else if (step instanceof ClientAuthStep.KeyAccepted s) {
      key("Server accepts key: ", s, s.key(), s.origin());
    } else if (step instanceof ClientAuthStep.Succeeded s) {
      method(s.methodName());
    } else {
      otherStep(step);
    }
  }

  private void otherStep(ClientAuthStep step) {
    switch (step) {
      case ClientAuthStep.NoMutualAlgorithm s -> {
        // Otherwise it was among the skipped ones.
        if (s.ours().stream().anyMatch(a -> a.keyType() == s.type())) {
          log.debug(1, "send_pubkey_test: no mutual signature algorithm: " + s.identity());
        }
      }
      case ClientAuthStep.KeyUnfit s -> {
        if (!s.origin().endsWith("agent")) {
          log.error("load pubkey \"" + s.identity() + "\": Invalid key length");
        }
        log.debug(1, s.summary());
      }
      case ClientAuthStep.NotSigned s -> log.error("sign_and_send_pubkey: " + s.summary());
      case ClientAuthStep.IdentityNotOpened s
          when s.reason() instanceof IdentityReason.OtherPublicHalf ->
          log.error("identity_sign: private key " + s.identity() + " contents do not match public");
      case ClientAuthStep.HostOffered s -> {
        method("hostbased");
        log.debug(1, s.summary());
      }
      case ClientAuthStep.HostNotSigned s -> log.error(s.summary());
      case ClientAuthStep.HostNotUsed s -> log.debug(1, s.summary());
      case ClientAuthStep.GssapiBegun _ -> method("gssapi-with-mic");
      case ClientAuthStep.GssapiNotUsed s -> {
        method("gssapi-with-mic");
        log.debug(1, s.summary());
      }
      case ClientAuthStep.GssapiFailed s -> log.debug(1, s.summary());
      case ClientAuthStep.GssapiRefused s -> log.debug(1, s.summary());
      case ClientAuthStep.NothingAsked s -> log.verbose(s.summary());
      default -> log.debug(2, step.summary());
    }
  }

  private void key(String what, ClientAuthStep.OfIdentity step, PublicKey key, String origin) {
    method("publickey");
    if (log.isDebug(1)) {
      log.debug(
          1,
          what
              + step.identity()
              + " "
              + step.certificate().map(Certificate::type).orElse(key.type()).shortName()
              + " "
              + Fingerprint.of(key)
              + (origin.isEmpty() ? "" : " " + origin));
    }
  }

  /** Says which method comes next, once. */
  void method(String name) {
    if (!name.equals(method) && !name.equals("none")) {
      log.debug(1, "Next authentication method: " + name);
    }
    method = name;
  }

  /** Whether the peer has said what it is. */
  boolean metPeer() {
    return metPeer;
  }
}
