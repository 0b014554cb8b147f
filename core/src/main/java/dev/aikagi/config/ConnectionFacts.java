package dev.aikagi.config;

import java.util.Optional;

/**
 * What the Match blocks of sshd_config(5) are decided by. An empty field is one that is not known:
 * a criterion that asks for it does not match.
 *
 * @param user the user name that the client gave
 * @param invalidUser whether there is no such account
 * @param host the client's name, or its address where names are not looked up
 * @param address the client's numeric address
 * @param localAddress the numeric address that the client connected to
 * @param localPort the port that the client connected to
 * @param routingDomain the routing domain of the connection
 */
public record ConnectionFacts(
    Optional<String> user,
    boolean invalidUser,
    Optional<String> host,
    Optional<String> address,
    Optional<String> localAddress,
    Optional<Integer> localPort,
    Optional<String> routingDomain) {
  /** Nothing is known. */
  public static final ConnectionFacts NONE =
      new ConnectionFacts(
          Optional.empty(),
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * Takes an argument of {@code sshd -C}, such as "user=jo,addr=192.0.2.1", on top of what is
   * known.
   *
   * @throws ConfigException if it is wrong
   */
  public ConnectionFacts with(String specification) throws ConfigException {
    ConnectionFacts facts = this;
    for (String part : Split.at(',', specification)) {
      if (part.isEmpty()) {
        break;
      }
      facts = facts.withPart(part);
    }
    return facts;
  }

  private ConnectionFacts withPart(String part) throws ConfigException {
    int equals = part.indexOf('=');
    Optional<String> value = Optional.of(part.substring(equals + 1));
    String key = equals < 0 ? part : part.substring(0, equals + 1);
    return switch (key) {
      case "addr=" ->
          new ConnectionFacts(
              user, invalidUser, host, value, localAddress, localPort, routingDomain);
      case "host=" ->
          new ConnectionFacts(
              user, invalidUser, value, address, localAddress, localPort, routingDomain);
      case "user=" ->
          new ConnectionFacts(
              value, invalidUser, host, address, localAddress, localPort, routingDomain);
      case "laddr=" ->
          new ConnectionFacts(user, invalidUser, host, address, value, localPort, routingDomain);
      case "rdomain=" ->
          new ConnectionFacts(user, invalidUser, host, address, localAddress, localPort, value);
      case "lport=" -> withPort(part, value.get());
      case "invalid-user" ->
          new ConnectionFacts(user, true, host, address, localAddress, localPort, routingDomain);
      default -> throw new ConfigException("Invalid test mode specification " + part);
    };
  }

  private ConnectionFacts withPort(String part, String text) throws ConfigException {
    int port = Ports.parse(text);
    if (port < 0) {
      throw new ConfigException("Invalid port '" + text + "' in test mode specification " + part);
    }
    return new ConnectionFacts(
        user, invalidUser, host, address, localAddress, Optional.of(port), routingDomain);
  }
}
