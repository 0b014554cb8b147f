package dev.aikagi.tools.keyscan;

import dev.aikagi.kex.AlgorithmPreferences;
import dev.aikagi.kex.HostKeyCheck;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.message.KexInit;
import dev.aikagi.transport.SecureTransport;
import dev.aikagi.transport.SocketByteStream;
import dev.aikagi.transport.Timer;
import dev.aikagi.transport.TransportEvent;
import dev.aikagi.transport.TransportListener;
import dev.aikagi.transport.TransportOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One connection, up to the host key. The server has proven that it holds the key, which OpenSSH's
 * ssh-keyscan does not wait for: a key that somebody else's machine merely repeats is not printed.
 */
final class Visit implements HostKeyCheck, TransportListener {
  /** Nothing is decided here: whether a key is the right one is for whoever reads it. */
  private static final HostKeyVerdict SEEN =
      new HostKeyVerdict.Accepted(() -> "the key was asked for, and nothing else is");

  private final Set<KeyType> offered = EnumSet.noneOf(KeyType.class);
  private final Duration timeout;
  private @Nullable KeyOrCertificate key;
  private @Nullable String version;

  /**
   * A connection that is still to be made.
   *
   * @param timeout for all of it
   */
  Visit(Duration timeout) {
    this.timeout = timeout;
  }

  /** What the server showed and proved. */
  Optional<KeyOrCertificate> key() {
    return Optional.ofNullable(key);
  }

  /** How the server introduced itself: raw. */
  Optional<String> version() {
    return Optional.ofNullable(version);
  }

  /** Every type of host key that the server says it has. */
  Set<KeyType> offered() {
    return Set.copyOf(offered);
  }

  /**
   * Connects and asks for a key of one of these types.
   *
   * @throws IOException where nobody answers, where the server has none of them, at the timeout
   */
  void make(InetSocketAddress address, Set<KeyType> types) throws IOException {
    TransportOptions options =
        TransportOptions.client()
            .withPreferences(
                AlgorithmPreferences.client().withHostKeyAlgorithms(KeyScope.algorithms(types)))
            // It is printed, and whether a key is long enough is for whoever reads it.
            .withRequiredRsaBits(0)
            .withListener(this);
    long end = System.nanoTime() + timeout.toNanos();
    try (SocketChannel channel = SocketChannel.open()) {
      channel.socket().connect(address, (int) Math.min(Integer.MAX_VALUE, timeout.toMillis()));
      SocketByteStream stream = new SocketByteStream(channel);
      SecureTransport transport = SecureTransport.client(stream, options, this);
      AtomicBoolean late = new AtomicBoolean();
      try (Timer.Scheduled _ =
          Timer.after(
              Duration.ofNanos(Math.max(1, end - System.nanoTime())),
              () -> {
                late.set(true);
                stream.close();
              })) {
        transport.handshake();
        transport.close();
      } catch (IOException e) {
        throw late.get() ? noAnswer(e) : e;
      }
    } catch (SocketTimeoutException e) {
      throw noAnswer(e);
    }
  }

  private IOException noAnswer(IOException cause) {
    return new IOException("no answer within " + timeout.toSeconds() + " s", cause);
  }

  @Override
  public HostKeyVerdict check(PublicKey hostKey, SignatureAlgorithm algorithm) {
    key = new KeyOrCertificate.Plain(hostKey);
    return SEEN;
  }

  @Override
  public HostKeyVerdict check(Certificate certificate, SignatureAlgorithm algorithm) {
    key = new KeyOrCertificate.Certified(certificate);
    return SEEN;
  }

  @Override
  public void on(TransportEvent event) {
    switch (event) {
      case TransportEvent.PeerVersion peer -> version = peer.version();
      case TransportEvent.KexInitReceived(KexInit kexInit) -> {
        for (String name : kexInit.serverHostKeyAlgorithms()) {
          PublicKeyAlgorithm.named(name).ifPresent(a -> offered.add(a.keyType()));
        }
      }
      default -> {
        // Of no use here.
      }
    }
  }
}
