package dev.aikagi.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom a server listens to, and how many of them at once. */
@Timeout(60)
class ListenerTest {
  private static final byte[] VERSION =
      "SSH-2.0-".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  @BeforeAll
  static void needsBothFamilies() throws Exception {
    InetAddress six = InetAddress.ofLiteral("::1");
    assumeTrue(NetworkInterface.getByInetAddress(six) != null, "needs an IPv6 loopback address");
  }

  private static boolean served(String host, int port) throws IOException {
    try (Socket socket = new Socket(host, port)) {
      socket.setSoTimeout(20_000);
      byte[] greeting = socket.getInputStream().readNBytes(VERSION.length);
      return java.util.Arrays.equals(VERSION, greeting);
    } catch (java.net.ConnectException e) {
      return false;
    }
  }

  private static TestServer server(String address, StandardProtocolFamily family)
      throws IOException {
    return TestServer.start(
        TestServer.users(),
        List.of(TestServer.HOST_KEY),
        LoginTest::says,
        o -> o.withAddresses(new InetSocketAddress(address, 0)).withFamily(family));
  }

  /** AddressFamily inet and inet6: a wildcard address is not one of the other family as well. */
  @Tag("H5")
  @Test
  void aFamilyIsThatFamily() throws Exception {
    try (TestServer four = server("0.0.0.0", StandardProtocolFamily.INET);
        TestServer six = server("::", StandardProtocolFamily.INET6)) {
      assertTrue(served("127.0.0.1", four.address().getPort()));
      assertFalse(served("::1", four.address().getPort()));
      assertTrue(served("::1", six.address().getPort()));
      assertFalse(served("127.0.0.1", six.address().getPort()));
    }
    try (TestServer both =
        TestServer.start(
            TestServer.users(),
            List.of(TestServer.HOST_KEY),
            LoginTest::says,
            o -> o.withAddresses(new InetSocketAddress(0)))) {
      assertTrue(served("127.0.0.1", both.address().getPort()));
      assertTrue(served("::1", both.address().getPort()));
    }
  }

  private static dev.aikagi.Bytes source(MaxStartups limits, String address) throws Exception {
    return limits.source(new InetSocketAddress(InetAddress.ofLiteral(address), 1));
  }

  /** PerSourceNetBlockSize: whoever has a network of addresses is still one source. */
  @Tag("H5")
  @Test
  void aNetworkIsOneSource() throws Exception {
    MaxStartups networks = new MaxStartups(100, 100, 100, 2, 24, 56);
    assertEquals(source(networks, "192.0.2.1"), source(networks, "192.0.2.255"));
    assertFalse(source(networks, "192.0.2.1").equals(source(networks, "192.0.3.1")));
    assertEquals(source(networks, "2001:db8::1"), source(networks, "2001:db8:0:ff::1"));
    assertFalse(source(networks, "2001:db8::1").equals(source(networks, "2001:db8:0:100::1")));
    MaxStartups everybody = new MaxStartups(100, 100, 100, 2, 0, 0);
    assertEquals(source(everybody, "192.0.2.1"), source(everybody, "10.0.0.1"));
    assertFalse(
        source(MaxStartups.DEFAULT, "192.0.2.1").equals(source(MaxStartups.DEFAULT, "192.0.2.2")));
    Startups startups = new Startups(new Random(1));
    assertTrue(startups.enter(source(networks, "192.0.2.1"), networks).isEmpty());
    assertTrue(startups.enter(source(networks, "192.0.2.2"), networks).isEmpty());
    assertTrue(startups.enter(source(networks, "192.0.2.3"), networks).isPresent());
    assertTrue(startups.enter(source(networks, "192.0.3.3"), networks).isEmpty());
    startups.leave(source(networks, "192.0.2.77"));
    assertTrue(startups.enter(source(networks, "192.0.2.3"), networks).isEmpty());
    assertEquals(3, startups.pending());
    assertThrows(IllegalArgumentException.class, () -> new MaxStartups(1, 1, 1, 1, 33, 128));
    assertThrows(IllegalArgumentException.class, () -> new MaxStartups(1, 1, 1, 1, 32, 129));
  }

  /** From begin on some are dropped, from full on all (CVE-2010-5107). */
  @Tag("H5")
  @Test
  void startupsAreDroppedEarlyAndAtRandom() throws Exception {
    MaxStartups limits = new MaxStartups(10, 30, 100, 1000);
    int dropped = 0;
    for (int seed = 0; seed < 1000; seed++) {
      Startups startups = new Startups(new Random(seed * 7919L));
      dev.aikagi.Bytes source = source(limits, "192.0.2.1");
      for (int i = 0; i < 10; i++) {
        assertTrue(startups.enter(source, limits).isEmpty(), "dropped before begin");
      }
      dropped += startups.enter(source, limits).isPresent() ? 1 : 0;
    }
    assertTrue(dropped > 200 && dropped < 400, dropped + " of 1000 at a chance of 30 %");
    RandomGenerator lucky = () -> 0x7fff_ffff_0000_0000L;
    Startups full = new Startups(lucky);
    int in = 0;
    for (int i = 0; i < 500; i++) {
      in += full.enter(source(limits, "192.0.2.1"), limits).isEmpty() ? 1 : 0;
    }
    assertTrue(in <= 100, in + " startups at once");
    assertEquals(in, full.pending());
  }
}
