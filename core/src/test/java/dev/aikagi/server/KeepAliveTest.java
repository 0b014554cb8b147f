package dev.aikagi.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TCPKeepAlive: the kernel's own table shows which timer runs on the server's socket. */
@Timeout(60)
class KeepAliveTest {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
  private static final String KEEP_ALIVE = "02";

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSilentPeerIsProbedWhereWanted(boolean wanted) throws Exception {
    assumeTrue(TABLES.stream().anyMatch(Files::isReadable), "needs Linux");
    try (TestServer server =
            TestServer.start(
                TestServer.users(),
                List.of(TestServer.HOST_KEY),
                LoginTest::says,
                o ->
                    o.withAddresses(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .withKeepAlive(wanted));
        Socket peer = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      // Its version comes after everything that is set on the socket.
      assertEquals('S', peer.getInputStream().read());
      peer.getOutputStream().write('S');
      String here = end(server.address().getPort());
      String there = end(peer.getLocalPort());
      String timer = "";
      // While something is on its way another timer runs: until it has arrived.
      do {
        Thread.onSpinWait();
        timer = timer(here, there);
      } while (timer.equals("01"));
      assertEquals(wanted ? KEEP_ALIVE : "00", timer);
    }
  }

  private static String end(int port) {
    // Of an IPv4 address, and of one in an IPv6 socket.
    return "0100007F:%04X".formatted(port);
  }

  private static String timer(String local, String remote) throws Exception {
    for (Path table : TABLES) {
      for (String line : Files.isReadable(table) ? Files.readAllLines(table) : List.<String>of()) {
        String[] columns = line.strip().split(" +", -1);
        if (columns[1].endsWith(local) && columns[2].endsWith(remote)) {
          return columns[5].substring(0, 2);
        }
      }
    }
    throw new AssertionError("no connection from " + remote + " to " + local);
  }
}
