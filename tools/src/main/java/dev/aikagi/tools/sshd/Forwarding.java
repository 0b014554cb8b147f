package dev.aikagi.tools.sshd;

import dev.aikagi.Printable;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.connection.Connection;
import dev.aikagi.forward.DirectForwarding;
import dev.aikagi.forward.DirectTcpip;
import dev.aikagi.forward.ForwardPolicy;
import dev.aikagi.forward.TcpTargets;
import dev.aikagi.posix.Resolver;
import dev.aikagi.posix.User;
import dev.aikagi.trust.AuthorizedKeyOptions.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;

/**
 * The connections that somebody who is logged in may have through this server: AllowTcpForwarding
 * and its kin, and the options of the proven keys. Each of them alone can refuse.
 */
final class Forwarding implements TcpTargets {
  private static final int MAX_HOST = 100;

  private final Login login;

  Forwarding(Login login) {
    this.login = login;
  }

  static ForwardPolicy of(Login login, Connection connection) {
    return DirectForwarding.of(connection, new Forwarding(login));
  }

  @Override
  public boolean permits(DirectTcpip target) {
    String who =
        "originator "
            + Printable.of(target.originatorAddress(), MAX_HOST)
            + " port "
            + target.originatorPort()
            + ", target "
            + where(target);
    login.log().debug("server_request_direct_tcpip: " + who);
    Optional<ForwardRefusal> off = refusal();
    if (off.isPresent()) {
      login.log().info("refused local port forward: " + who + ": " + off.get().summary());
      return false;
    }
    Optional<ForwardRefusal> listed = refusal(target);
    if (listed.isPresent()) {
      login
          .log()
          .info(
              "Received request from "
                  + login.peer()
                  + " to connect to host "
                  + where(target)
                  + ", but the request was denied. ("
                  + listed.get().summary()
                  + ")");
    }
    return listed.isEmpty();
  }

  private static String where(DirectTcpip target) {
    return Printable.of(target.host(), MAX_HOST) + " port " + target.port();
  }

  /** Why he may have no connection at all. */
  private Optional<ForwardRefusal> refusal() {
    ServerConfig config = login.config();
    String allowed = config.value(ServerKeywords.ALLOW_TCP_FORWARDING);
    if (config.value(ServerKeywords.DISABLE_FORWARDING)) {
      return Optional.of(
          new ForwardRefusal.SwitchedOff(ServerKeywords.DISABLE_FORWARDING.name(), "yes"));
    }
    if (!allowed.equals("yes") && !allowed.equals("local")) {
      return Optional.of(
          new ForwardRefusal.SwitchedOff(ServerKeywords.ALLOW_TCP_FORWARDING.name(), allowed));
    }
    if (!login.options().portForwarding()) {
      return Optional.of(new ForwardRefusal.NotByThisKey());
    }
    return login.mustChangePassword()
        ? Optional.of(new ForwardRefusal.PasswordExpired())
        : Optional.empty();
  }

  /** The server's list and the key's are two: what either does not have is refused. */
  private Optional<ForwardRefusal> refusal(DirectTcpip target) {
    if (!login.config().permittedOpens().permits(target.host(), target.port())) {
      return Optional.of(notListed(ServerKeywords.PERMIT_OPEN.name(), target));
    }
    List<HostPort> ofKey = login.options().permitOpen();
    boolean permitted =
        ofKey == null || ofKey.stream().anyMatch(o -> o.matches(target.host(), target.port()));
    return permitted ? Optional.empty() : Optional.of(notListed("permitopen of the key", target));
  }

  private static ForwardRefusal notListed(String list, DirectTcpip target) {
    return new ForwardRefusal.NotListed(list, target.host(), target.port());
  }

  @Override
  public List<InetAddress> resolve(String host) throws UnknownHostException {
    Resolver.Family family =
        switch (login.config().value(ServerKeywords.ADDRESS_FAMILY)) {
          case "inet" -> Resolver.Family.INET;
          case "inet6" -> Resolver.Family.INET6;
          default -> Resolver.Family.ANY;
        };
    return Resolver.resolve(host, family).addresses().stream()
        .map(Resolver.Address::address)
        .toList();
  }

  /**
   * The user's, as one that a program of his would make: what a firewall or a route decides by the
   * owner of a socket holds for it. Nothing else happens with his ids, so that the thread which has
   * them for that moment wakes nobody.
   */
  @Override
  public SocketChannel socket(ProtocolFamily family) throws IOException {
    User user = login.user();
    return User.effectiveId() != 0 || user.uid() == 0
        ? SocketChannel.open(family)
        : user.callAs("a socket of " + user.name(), () -> SocketChannel.open(family));
  }

  @Override
  public void failed(DirectTcpip target, IOException why) {
    String host = Printable.of(target.host(), MAX_HOST);
    String words = TcpTargets.words(why);
    login
        .log()
        .error(
            why instanceof UnknownHostException
                ? "connect_to " + host + ": unknown host (" + words + ")"
                : "connect_to " + where(target) + ": failed. (" + words + ")");
  }
}
