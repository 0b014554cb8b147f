package dev.aikagi.forward;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.connection.Channel;
import dev.aikagi.connection.Connection;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.util.Optional;

/**
 * What a channel of the type "direct-tcpip" is opened with (RFC 4254 section 7.2): a port that the
 * other side connects to, and who asks for that.
 *
 * @param host a name or an address, which the other side looks up
 * @param originatorAddress where the connection comes from that is to be forwarded
 */
public record DirectTcpip(String host, int port, String originatorAddress, int originatorPort) {
  /** The channel type. */
  public static final String TYPE = "direct-tcpip";

  /** A domain name has at most 253 characters, an address with its zone fewer. */
  private static final int MAX_HOST = 255;

  private static final int MAX_PORT = 0xffff;

  /**
   * Where nothing is forwarded, but this program itself wants to talk to that port: servers exist
   * that want to see an address and a port there, so they get the ones that OpenSSH gives.
   */
  public static DirectTcpip to(String host, int port) {
    return new DirectTcpip(host, port, "127.0.0.1", MAX_PORT);
  }

  /**
   * @throws IllegalArgumentException where there is no host, or a port is none
   */
  public DirectTcpip {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("no host");
    }
    if (!isPort(port) || !isPort(originatorPort)) {
      throw new IllegalArgumentException("no port: " + port + " or " + originatorPort);
    }
  }

  private static boolean isPort(long number) {
    return number >= 0 && number <= MAX_PORT;
  }

  /**
   * Opens the channel; its streams are what the port says and hears. Waits for the other side to
   * have connected, at most the request timeout of the connection.
   *
   * @throws dev.aikagi.connection.ChannelOpenException where it does not want to, or cannot
   * @throws IOException where the connection ends first, or at the timeout
   */
  public Channel open(Connection connection) throws IOException {
    return connection.open(TYPE, data());
  }

  /** As SSH_MSG_CHANNEL_OPEN has it behind the maximum packet size. */
  public Bytes data() {
    return new WireWriter()
        .writeUtf8(host)
        .writeUint32(port)
        .writeUtf8(originatorAddress)
        .writeUint32(originatorPort)
        .toBytes();
  }

  /**
   * Reads what a peer sent; empty where no host or port can be meant. An empty host would be this
   * machine to some resolvers.
   *
   * @throws MalformedException where it is not of this form
   */
  public static Optional<DirectTcpip> read(Bytes data) throws MalformedException {
    WireReader r = new WireReader(data);
    String host = r.readUtf8();
    long port = r.readUint32();
    String originatorAddress = r.readUtf8();
    long originatorPort = r.readUint32();
    r.expectEnd();
    boolean possible =
        !host.isEmpty()
            && host.length() <= MAX_HOST
            && originatorAddress.length() <= MAX_HOST
            && isPort(port)
            && isPort(originatorPort);
    return possible
        ? Optional.of(new DirectTcpip(host, (int) port, originatorAddress, (int) originatorPort))
        : Optional.empty();
  }
}
