package dev.aikagi.kex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.SshException;
import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.algorithm.CompressionAlgorithm;
import dev.aikagi.crypto.DhGroup;
import dev.aikagi.key.Certified;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.KeyRefusedException;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.Signer;
import dev.aikagi.key.SignerElsewhere;
import dev.aikagi.message.KexDhGexGroup;
import dev.aikagi.message.KexDhGexInit;
import dev.aikagi.message.KexDhGexRequest;
import dev.aikagi.message.KexEcdhInit;
import dev.aikagi.message.KexEcdhReply;
import dev.aikagi.message.KexdhInit;
import dev.aikagi.message.Message;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Row C1 through the methods: public values of the wrong length, form or order; forged proofs. */
@Tag("C1")
class HostileExchangeTest {
  private static final PrivateKey HOST_KEY = KeyGenerator.ed25519();
  private static final Transcript TRANSCRIPT =
      new Transcript(Bytes.utf8("c"), Bytes.utf8("s"), Bytes.utf8("ci"), Bytes.utf8("si"));

  /** Answers with what it was given, in order. */
  private static final class Script implements KexIo {
    final ArrayDeque<Message> answers = new ArrayDeque<>();
    final List<Message> sent = new ArrayList<>();

    Script(Message... answers) {
      this.answers.addAll(List.of(answers));
    }

    @Override
    public void send(Message message) {
      sent.add(message);
    }

    @Override
    public WireReader receive(int number) throws MalformedException {
      Message next = answers.remove();
      assertEquals(number, next.number());
      WireWriter w = new WireWriter();
      next.write(w);
      WireReader r = new WireReader(w.toArray());
      r.skip(1);
      return r;
    }
  }

  private static final HostKeyCheck NEVER_ASKED =
      (key, algorithm) -> {
        throw new AssertionError("asked about a key that was not proven");
      };

  private static Algorithms with(KexMethod method) {
    return with(method, PublicKeyAlgorithm.SSH_ED25519);
  }

  private static Algorithms with(KexMethod method, PublicKeyAlgorithm hostKey) {
    Algorithms.Direction d =
        new Algorithms.Direction(CipherAlgorithm.AES128_GCM, null, CompressionAlgorithm.NONE);
    return new Algorithms(method, hostKey, d, d);
  }

  private static void serve(KexMethod method, Message... fromClient) throws IOException {
    KeyExchange.server(
            TRANSCRIPT,
            with(method),
            new Script(fromClient),
            new HostKey(HOST_KEY, null),
            Moduli.BUILT_IN)
        .close();
  }

  private static void connect(KexMethod method, Message... fromServer) throws IOException {
    KeyExchange.client(TRANSCRIPT, with(method), new Script(fromServer), NEVER_ASKED, 2048).close();
  }

  private static int length(KexMethod method, boolean ofClient) {
    return switch (method) {
      case MLKEM768X25519_SHA256 -> (ofClient ? 1184 : 1088) + 32;
      case SNTRUP761X25519_SHA512, SNTRUP761X25519_SHA512_OPENSSH -> (ofClient ? 1158 : 1039) + 32;
      case CURVE25519_SHA256, CURVE25519_SHA256_LIBSSH -> 32;
      case ECDH_SHA2_NISTP256 -> 65;
      case ECDH_SHA2_NISTP384 -> 97;
      case ECDH_SHA2_NISTP521 -> 133;
      default -> throw new AssertionError(method);
    };
  }

  @ParameterizedTest
  @EnumSource(
      value = KexMethod.class,
      names = {"DH_.*"},
      mode = EnumSource.Mode.MATCH_NONE)
  void valuesOfAnotherLengthOrAllZero(KexMethod method) {
    for (int delta : new int[] {-1, 0, 1, -length(method, true)}) {
      Bytes value = Bytes.of(new byte[length(method, true) + delta]);
      assertThrows(DisconnectException.class, () -> serve(method, new KexEcdhInit(value)));
    }
    for (int delta : new int[] {-1, 0, 1, -length(method, false)}) {
      Bytes value = Bytes.of(new byte[length(method, false) + delta]);
      KexEcdhReply reply = new KexEcdhReply(HOST_KEY.publicKey().blob(), value, Bytes.EMPTY);
      assertThrows(DisconnectException.class, () -> connect(method, reply));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KexMethod.class,
      names = {"DH_GROUP14_SHA256", "DH_GROUP16_SHA512", "DH_GROUP1_SHA1"})
  void groupValuesOutOfRange(KexMethod method) {
    BigInteger p =
        switch (method) {
          case DH_GROUP14_SHA256 -> DhGroup.GROUP14.p();
          case DH_GROUP16_SHA512 -> DhGroup.GROUP16.p();
          default -> DhGroup.GROUP1.p();
        };
    for (BigInteger e :
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.ONE.negate(),
            p.subtract(BigInteger.ONE),
            p,
            p.add(BigInteger.ONE))) {
      assertThrows(SshException.class, () -> serve(method, new KexdhInit(e)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3072 2048 8192",
        "2048 8192 4096",
        "8193 8193 9000",
        "512 768 1024",
        "2147483648 2147483648 2147483648",
        "4294967295 4294967295 4294967295"
      })
  void groupRequestsThatCannotBeServed(String sizes) {
    String[] s = sizes.split(" ", -1);
    KexDhGexRequest request =
        new KexDhGexRequest(Long.parseLong(s[0]), Long.parseLong(s[1]), Long.parseLong(s[2]));
    assertThrows(DisconnectException.class, () -> serve(KexMethod.DH_GEX_SHA256, request));
  }

  @Test
  void groupsThatAServerMustNotChoose() {
    List<KexDhGexGroup> bad =
        List.of(
            new KexDhGexGroup(DhGroup.GROUP1.p(), BigInteger.TWO),
            new KexDhGexGroup(DhGroup.GROUP14.p(), BigInteger.ONE),
            new KexDhGexGroup(DhGroup.GROUP14.p(), DhGroup.GROUP14.p().subtract(BigInteger.ONE)),
            new KexDhGexGroup(DhGroup.GROUP14.p().add(BigInteger.ONE), BigInteger.TWO),
            new KexDhGexGroup(BigInteger.ONE.shiftLeft(9000).add(BigInteger.ONE), BigInteger.TWO));
    for (KexDhGexGroup group : bad) {
      assertThrows(SshException.class, () -> connect(KexMethod.DH_GEX_SHA256, group));
    }
    assertThrows(
        DisconnectException.class,
        () ->
            serve(
                KexMethod.DH_GEX_SHA256,
                new KexDhGexRequest(2048, 2048, 8192),
                new KexDhGexInit(BigInteger.ONE)));
  }

  @Test
  void aKeyOfAnotherTypeOrAForgedSignatureIsNotAskedAbout() {
    Bytes point = Bytes.of(dev.aikagi.crypto.X25519.generate().publicValue());
    Bytes ecdsa = KeyGenerator.ecdsa(256).publicKey().blob();
    Bytes own = HOST_KEY.publicKey().blob();
    Bytes forged = new WireWriter().writeUtf8("ssh-ed25519").writeString(new byte[64]).toBytes();
    for (KexEcdhReply reply :
        List.of(
            new KexEcdhReply(ecdsa, point, forged),
            new KexEcdhReply(Bytes.EMPTY, point, forged),
            new KexEcdhReply(own, point, forged),
            new KexEcdhReply(own, point, Bytes.EMPTY))) {
      assertThrows(SshException.class, () -> connect(KexMethod.CURVE25519_SHA256, reply));
    }
  }

  /** The same with certificates, and each of the two in place of the other. */
  @Test
  @Tag("C6")
  void aCertificateThatWasNotAgreedOrNotProvenIsNotAskedAbout() throws Exception {
    Bytes point = Bytes.of(dev.aikagi.crypto.X25519.generate().publicValue());
    Bytes own = HOST_KEY.publicKey().blob();
    Bytes certificate = Certified.of(HOST_KEY.publicKey()).blob(KeyGenerator.ed25519());
    Bytes user = Certified.of(HOST_KEY.publicKey()).kind(1).blob(KeyGenerator.ed25519());
    Bytes forged = new WireWriter().writeUtf8("ssh-ed25519").writeString(new byte[64]).toBytes();
    String type = "not of the type that was agreed";
    String proof = "incorrect signature of the host key";
    assertRefused(PublicKeyAlgorithm.SSH_ED25519, certificate, point, forged, type);
    assertRefused(PublicKeyAlgorithm.SSH_ED25519_CERT, own, point, forged, type);
    assertRefused(PublicKeyAlgorithm.RSA_SHA2_512_CERT, certificate, point, forged, type);
    assertRefused(PublicKeyAlgorithm.SSH_ED25519_CERT, certificate, point, forged, proof);
    assertRefused(PublicKeyAlgorithm.SSH_ED25519_CERT, user, point, forged, proof);
    assertRefused(PublicKeyAlgorithm.SSH_ED25519_CERT, certificate, point, Bytes.EMPTY, proof);
  }

  private static void assertRefused(
      PublicKeyAlgorithm agreed, Bytes blob, Bytes point, Bytes signature, String why) {
    Algorithms algorithms = with(KexMethod.CURVE25519_SHA256, agreed);
    KexEcdhReply reply = new KexEcdhReply(blob, point, signature);
    SshException e =
        assertThrows(
            SshException.class,
            () ->
                KeyExchange.client(TRANSCRIPT, algorithms, new Script(reply), NEVER_ASKED, 2048)
                    .close());
    assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
  }

  /** Two sides of one exchange: what one sends is what the other receives. */
  private record Line(BlockingQueue<Message> in, BlockingQueue<Message> out) implements KexIo {
    @Override
    public void send(Message message) {
      out.add(message);
    }

    @Override
    public WireReader receive(int number) throws IOException {
      try {
        Message next = in.poll(30, TimeUnit.SECONDS);
        return new Script(next).receive(number);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  private static final HostKeyCheck ANY =
      (key, algorithm) -> new HostKeyVerdict.Accepted(() -> "a test takes any key");

  /** Whether a client that agreed on one algorithm takes a server that signs with another. */
  private static boolean accepted(PublicKeyAlgorithm agreed, Signer key, PublicKeyAlgorithm made)
      throws Exception {
    BlockingQueue<Message> up = new LinkedBlockingQueue<>();
    BlockingQueue<Message> down = new LinkedBlockingQueue<>();
    FutureTask<Void> server =
        new FutureTask<>(
            () -> {
              Algorithms a = with(KexMethod.CURVE25519_SHA256, made);
              KeyExchange.server(
                      TRANSCRIPT, a, new Line(up, down), new HostKey(key, null), Moduli.BUILT_IN)
                  .close();
              return null;
            });
    var _ = Thread.ofVirtual().start(server);
    Algorithms a = with(KexMethod.CURVE25519_SHA256, agreed);
    try {
      KeyExchange.client(TRANSCRIPT, a, new Line(down, up), ANY, 2048).close();
      return true;
    } catch (DisconnectException e) {
      assertEquals(DisconnectReason.KEY_EXCHANGE_FAILED, e.reason());
      return false;
    } finally {
      server.get(30, TimeUnit.SECONDS);
    }
  }

  @Tag("C4")
  @Test
  void onlyTheAgreedAlgorithmOfTheAgreedTypeIsAccepted() throws Exception {
    List<PrivateKey> keys =
        List.of(
            HOST_KEY,
            KeyGenerator.ecdsa(256),
            KeyGenerator.ecdsa(384),
            KeyGenerator.ecdsa(521),
            KeyGenerator.rsa(2048));
    for (PrivateKey key : keys) {
      for (PublicKeyAlgorithm made : PublicKeyAlgorithm.SUPPORTED) {
        if (made.keyType() != key.publicKey().type()) {
          continue;
        }
        for (PublicKeyAlgorithm agreed : PublicKeyAlgorithm.SUPPORTED) {
          assertEquals(
              made == agreed, accepted(agreed, key, made), agreed + " agreed, " + made + " made");
        }
      }
    }
  }

  @Tag("C3")
  @Test
  void aFaultySignatureDoesNotLeaveTheServer() {
    Script script =
        new Script(new KexEcdhInit(Bytes.of(dev.aikagi.crypto.X25519.generate().publicValue())));
    assertThrows(
        KeyRefusedException.class,
        () ->
            KeyExchange.server(
                TRANSCRIPT,
                with(KexMethod.CURVE25519_SHA256),
                script,
                new HostKey(new SignerElsewhere(KeyGenerator.ed25519(), 4), null),
                Moduli.BUILT_IN));
    assertEquals(List.of(), script.sent);
  }

  /** A signer that fails, a peer that is gone: K does not wait for the garbage collector. */
  @Tag("C7")
  @Test
  void theSecretOfAFailedExchangeIsWiped() {
    SecretBytes secret = SecretBytes.taking(new byte[] {0, 0, 0, 1, 7});
    KeyExchange x =
        new KeyExchange(
            TRANSCRIPT,
            with(KexMethod.CURVE25519_SHA256),
            new Script(),
            null,
            0,
            new HostKey(HOST_KEY, null),
            Moduli.BUILT_IN);
    assertThrows(
        IOException.class,
        () ->
            x.run(
                own -> {
                  assertEquals(
                      32, own.agree(own.hashInput(Bytes.EMPTY), secret).exchangeHash().length());
                  throw new IOException("the connection is gone");
                }));
    assertThrows(IllegalStateException.class, secret::expose);
  }

  /** A key that is too short is refused before anybody is asked about it. */
  @Tag("C2")
  @Test
  void aShortRsaHostKeyIsRefused() throws Exception {
    PrivateKey key = KeyGenerator.rsa(2048);
    assertThrows(
        HostKeyRefusedException.class,
        () ->
            KeyExchange.client(
                TRANSCRIPT,
                with(KexMethod.CURVE25519_SHA256, PublicKeyAlgorithm.RSA_SHA2_512),
                new Script(
                    new KexEcdhReply(
                        key.publicKey().blob(),
                        Bytes.of(dev.aikagi.crypto.X25519.generate().publicValue()),
                        Bytes.EMPTY)),
                ANY,
                3072));
  }

  /** CVE-2026-39829: what was not agreed on is refused by its name, however dear to parse. */
  @Tag("C2")
  @Tag("C4")
  @Test
  void aHostKeyThatWasNotAgreedOnIsNotParsed() {
    Bytes broken = new WireWriter().writeUtf8("ssh-rsa").writeRaw(new byte[9]).toBytes();
    Bytes point = Bytes.of(dev.aikagi.crypto.X25519.generate().publicValue());
    DisconnectException e =
        assertThrows(
            DisconnectException.class,
            () -> connect(KexMethod.CURVE25519_SHA256, new KexEcdhReply(broken, point, broken)));
    assertEquals(DisconnectReason.KEY_EXCHANGE_FAILED, e.reason());
  }

  /** Whatever the parts are: one byte more or less is refused by the length alone. */
  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void aHybridValueHasExactlyItsTwoParts(int by) {
    Bytes value = Bytes.of(new byte[1184 + 32 + by]);
    assertThrows(DisconnectException.class, () -> HybridKex.parts(value, 1184));
  }
}
