package dev.aikagi.tools.ssh;

import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.posix.Resolver;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.Collections;
import java.util.Optional;

/** BindAddress and BindInterface: the address that a connection comes from. */
final class LocalEnd {
  private LocalEnd() {}

  /** Binds as the configuration says; false where it cannot be, which was then said. */
  static boolean bind(SocketChannel channel, InetAddress to, ClientConfig config, Log log) {
    Optional<String> address = config.value(ClientKeywords.BIND_ADDRESS);
    Optional<String> device = config.value(ClientKeywords.BIND_INTERFACE);
    if (address.isEmpty() && device.isEmpty()) {
      return true;
    }
    boolean four = to instanceof Inet4Address;
    Optional<InetAddress> local =
        address.isPresent() ? named(address.get(), four, log) : of(device.orElseThrow(), four, log);
    if (local.isEmpty()) {
      return false;
    }
    try {
      channel.bind(new InetSocketAddress(local.get(), 0));
      return true;
    } catch (IOException e) {
      log.error("bind " + local.get().getHostAddress() + ": " + e.getMessage());
      return false;
    }
  }

  private static Optional<InetAddress> named(String name, boolean four, Log log) {
    try {
      Resolver.Family family = four ? Resolver.Family.INET : Resolver.Family.INET6;
      return Optional.of(Resolver.resolve(name, family).addresses().getFirst().address());
    } catch (UnknownHostException e) {
      log.error("getaddrinfo: " + name + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * The interface's first address of the family; link-local ones reach no further than the link.
   */
  private static Optional<InetAddress> of(String device, boolean four, Log log) {
    try {
      NetworkInterface found = NetworkInterface.getByName(device);
      if (found != null && found.isUp()) {
        for (InetAddress candidate : Collections.list(found.getInetAddresses())) {
          boolean fits = candidate instanceof Inet4Address == four;
          if (fits && !candidate.isLinkLocalAddress()) {
            return Optional.of(candidate);
          }
        }
      }
    } catch (IOException e) {
      log.debug(1, "interface " + device + ": " + e.getMessage());
    }
    log.info("getifaddrs: " + device + ": no suitable addresses");
    return Optional.empty();
  }
}
