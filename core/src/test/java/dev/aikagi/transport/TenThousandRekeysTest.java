package dev.aikagi.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectException;
import dev.aikagi.Termination;
import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.crypto.PacketOpener;
import dev.aikagi.kex.AlgorithmPreferences;
import dev.aikagi.kex.KexMethod;
import dev.aikagi.kex.Role;
import dev.aikagi.message.KexInit;
import dev.aikagi.message.Ping;
import dev.aikagi.message.Pong;
import dev.aikagi.message.ServiceAccept;
import dev.aikagi.message.ServiceRequest;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Row B8: ten thousand key exchanges, half of them of each role, begun by one side, the other or
 * both between any two packets, with methods of every hash size and all kinds of ciphers.
 */
@Tag("B8")
class TenThousandRekeysTest {
  private static final int REKEYS = 5000;

  private static final List<CipherAlgorithm> CIPHERS =
      List.of(
          CipherAlgorithm.AES128_GCM,
          CipherAlgorithm.CHACHA20_POLY1305,
          CipherAlgorithm.AES256_CTR,
          CipherAlgorithm.AES256_GCM);

  private static final List<KexMethod> OTHERS =
      List.of(
          KexMethod.ECDH_SHA2_NISTP384,
          KexMethod.ECDH_SHA2_NISTP521,
          KexMethod.SNTRUP761X25519_SHA512,
          KexMethod.MLKEM768X25519_SHA256);

  /** Opens what the side under test sealed: each number once under each key, in order. */
  private static final class Once implements PacketOpener {
    private final PacketOpener opener;
    private int next;

    Once(PacketOpener opener) {
      this.opener = opener;
    }

    @Override
    public int headLength() {
      return opener.headLength();
    }

    @Override
    public int macLength() {
      return opener.macLength();
    }

    @Override
    public int blockSize() {
      return opener.blockSize();
    }

    @Override
    public boolean lengthApart() {
      return opener.lengthApart();
    }

    @Override
    public boolean hidesLength() {
      return opener.hidesLength();
    }

    @Override
    public int openLength(int sequenceNumber, byte[] source, int offset) {
      return opener.openLength(sequenceNumber, source, offset);
    }

    @Override
    public void open(
        int sequenceNumber, byte[] source, int offset, int length, byte[] target, int targetOffset)
        throws DisconnectException {
      assertEquals(next, sequenceNumber);
      opener.open(sequenceNumber, source, offset, length, target, targetOffset);
      next++;
    }

    @Override
    public void close() {
      opener.close();
    }
  }

  private final Random random = new Random(8);
  private final AtomicInteger rekeys = new AtomicInteger();
  private final Set<Bytes> exchangeHashes = new HashSet<>();

  private SecureTransport tested(Role role, MemoryStream.Pair s) {
    TransportListener counter =
        event -> {
          if (event instanceof TransportEvent.NewKeysReceived) {
            rekeys.incrementAndGet();
          }
        };
    return role == Role.SERVER
        ? SecureTransport.server(
            s.server(), TransportOptions.server().withListener(counter), HostKeys.DEFAULT)
        : SecureTransport.client(
            s.client(), TransportOptions.client().withListener(counter), HostKeys.ANY);
  }

  private static Termination run(SecureTransport t) {
    try {
      t.handshake();
      var _ = t.receive();
      t.authenticated();
      while (true) {
        var _ = t.receive();
      }
    } catch (IOException e) {
      return t.end(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void theSessionAndTheHostKeyStayAndNoNumberComesTwice(Role role) throws Exception {
    MemoryStream.Pair s = MemoryStream.pair();
    SecureTransport t = tested(role, s);
    FutureTask<Termination> end = Ends.start(() -> run(t));
    RawPeer peer = new RawPeer(role.other(), role == Role.SERVER ? s.client() : s.server());
    peer.tap(Once::new);
    peer.shake();
    peer.send(
        role == Role.SERVER
            ? new ServiceRequest("ssh-userauth")
            : new ServiceAccept("ssh-userauth"));
    peer.authenticated();
    echo(peer);
    Bytes id = t.sessionId();
    while (rekeys.get() < REKEYS) {
      peer.preferences(next());
      int who = random.nextInt(3);
      if (who > 0) {
        t.startRekey();
      }
      if (who < 2) {
        begin(peer);
      }
      echo(peer);
      assertEquals(id, t.sessionId());
    }
    peer.close();
    assertTrue(Ends.await(end) instanceof Termination.Lost);
    assertTrue(exchangeHashes.size() > REKEYS / 2, "exchanges: " + exchangeHashes.size());
  }

  private AlgorithmPreferences next() {
    KexMethod method =
        random.nextInt(40) == 0
            ? OTHERS.get(random.nextInt(OTHERS.size()))
            : KexMethod.CURVE25519_SHA256;
    return AlgorithmPreferences.client()
        .withKexMethods(List.of(method))
        .withCiphers(List.of(CIPHERS.get(random.nextInt(CIPHERS.size()))));
  }

  private void begin(RawPeer peer) throws IOException {
    peer.rekey();
    assertTrue(exchangeHashes.add(peer.exchangeHash()), "the same keys again");
  }

  /** Some packets each way, in which the exchange of the other side may begin anywhere. */
  private void echo(RawPeer peer) throws IOException {
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      peer.send(new Ping(Bytes.of(new byte[random.nextInt(100)])));
    }
    while (count > 0) {
      switch (peer.read().number()) {
        case Pong.NUMBER -> count--;
        case KexInit.NUMBER -> {
          peer.answerProposal();
          assertTrue(exchangeHashes.add(peer.exchangeHash()), "the same keys again");
        }
        // EXT_INFO, at the start.
        case 7 -> {}
        default -> throw new AssertionError("an unexpected message");
      }
    }
  }
}
