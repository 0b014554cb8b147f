package dev.aikagi.transport;

import dev.aikagi.crypto.CipherAlgorithm;
import dev.aikagi.crypto.MacAlgorithm;
import dev.aikagi.kex.AlgorithmPreferences;
import dev.aikagi.kex.KexMethod;
import dev.aikagi.kex.NegotiationFailedException;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.message.ServiceAccept;
import dev.aikagi.message.ServiceRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * Not a test of the build: shakes hands with a real server on a port of this machine, once for each
 * key exchange method, cipher, MAC and host key algorithm. Arguments: the port.
 */
final class PeerSmoke {
  private final int port;
  private int failures;

  private PeerSmoke(int port) {
    this.port = port;
  }

  public static void main(String[] args) {
    PeerSmoke smoke = new PeerSmoke(Integer.parseInt(args[0]));
    smoke.all();
    if (smoke.failures > 0) {
      throw new AssertionError(smoke.failures + " failures");
    }
  }

  private void all() {
    AlgorithmPreferences p =
        AlgorithmPreferences.client().withHostKeyAlgorithms(SignatureAlgorithm.SUPPORTED);
    for (KexMethod m : KexMethod.SUPPORTED) {
      shake(m.toString(), p.withKexMethods(List.of(m)));
    }
    for (CipherAlgorithm c : CipherAlgorithm.SUPPORTED) {
      shake(c.name(), p.withCiphers(List.of(c)));
    }
    AlgorithmPreferences ctr = p.withCiphers(List.of(CipherAlgorithm.AES128_CTR));
    for (MacAlgorithm m : MacAlgorithm.SUPPORTED) {
      shake(m.name(), ctr.withMacs(List.of(m)));
    }
    for (SignatureAlgorithm a : SignatureAlgorithm.SUPPORTED) {
      shake("host key " + a, p.withHostKeyAlgorithms(List.of(a)));
    }
  }

  private void shake(String what, AlgorithmPreferences preferences) {
    long start = System.nanoTime();
    String result;
    try (SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port))) {
      SecureTransport t =
          SecureTransport.client(
              new SocketByteStream(channel),
              TransportOptions.client().withPreferences(preferences),
              HostKeys.ANY);
      result = service(t);
    } catch (NegotiationFailedException e) {
      result = "not offered: " + e.reason().missing().getFirst().slot();
    } catch (IOException e) {
      failures++;
      result = "FAILED " + e;
    }
    System.out.printf("%-45s %s (%d ms)%n", what, result, (System.nanoTime() - start) / 1_000_000);
  }

  private static String service(SecureTransport t) throws IOException {
    try {
      t.handshake();
      t.send(new ServiceRequest("ssh-userauth"));
      var _ = Ends.expect(t, ServiceAccept.NUMBER);
      return "ok " + t.peerVersion() + " " + t.peerExtensions().keySet();
    } finally {
      t.close();
    }
  }
}
