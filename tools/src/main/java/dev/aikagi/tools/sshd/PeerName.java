package dev.aikagi.tools.sshd;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** UseDNS: the name of a peer, as far as one that leads back to his address is found in time. */
final class PeerName {
  /**
   * Who controls the zone of his address can make its server silent. A resolver waits for five
   * seconds and asks twice; whoever is not named by then is his address, as without UseDNS.
   */
  static final Duration LIMIT = Duration.ofSeconds(10);

  private PeerName() {}

  /**
   * The name, or else the address.
   *
   * @param resolver gives the address where it finds no name
   */
  static String of(InetAddress address, Function<InetAddress, String> resolver, Duration limit) {
    FutureTask<String> lookup = new FutureTask<>(() -> resolver.apply(address));
    // A wait in native code, which nothing ends: it is left alone with its thread.
    Thread.ofPlatform().daemon().name("look up a peer").start(lookup);
    try {
      return lookup.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return Peer.text(address);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Peer.text(address);
    }
  }
}
