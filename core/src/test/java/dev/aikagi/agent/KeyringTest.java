package dev.aikagi.agent;

import static dev.aikagi.agent.AgentTalk.FAILURE;
import static dev.aikagi.agent.AgentTalk.SUCCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Certified;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.TransferredKey;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KeyringTest {
  private static final PrivateKey ED25519 = KeyGenerator.ed25519();
  private static final PrivateKey ECDSA = KeyGenerator.ecdsa(256);
  private static final PrivateKey RSA = KeyGenerator.rsa(2048);
  private static final Bytes BLOB = ED25519.publicKey().blob();
  private static final byte[] DATA = {1, 2, 3};

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final List<AgentEvent> events = new ArrayList<>();
  private KeyringOptions options =
      KeyringOptions.defaults().withClock(now::get).withObserver(events::add);

  private AgentTalk talk() {
    return new AgentTalk(new Keyring(options));
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private void refused(Class<? extends AgentRefusal> kind) {
    assertTrue(events.getLast() instanceof AgentEvent.Refused r && kind.isInstance(r.reason()));
  }

  @Test
  void keysOfEveryTypeAreListedAndSign() throws Exception {
    AgentTalk talk = talk();
    List<PrivateKey> keys =
        List.of(
            ED25519,
            ECDSA,
            KeyGenerator.ecdsa(384),
            KeyGenerator.ecdsa(521),
            RSA,
            KeyGenerator.dsa());
    keys.forEach(talk::add);
    assertEquals(keys.stream().map(k -> k.publicKey().blob()).toList(), talk.list());
    for (PrivateKey key : keys) {
      assertTrue(talk.signs(key, DATA), key.type().wireName());
    }
  }

  @Test
  void certificatesAreListedAndSign() throws Exception {
    AgentTalk talk = talk();
    PrivateKey authority = KeyGenerator.ed25519();
    for (PrivateKey key : List.of(ED25519, ECDSA, RSA)) {
      Certificate certificate = Certified.of(key.publicKey()).kind(1).by(authority);
      talk.add(key);
      talk.add(certificate, key);
      Bytes signature = talk.sign(certificate.blob(), DATA, 4).orElseThrow();
      SignatureAlgorithm algorithm = key.algorithms().getFirst();
      assertTrue(key.publicKey().verify(algorithm, DATA, signature));
      assertEquals(SUCCESS, talk.remove(certificate.blob()));
      assertTrue(talk.signs(key, DATA));
    }
    assertEquals(3, talk.list().size());
  }

  @Test
  void theFlagsOfRsaChooseTheHash() throws Exception {
    AgentTalk talk = talk();
    talk.add(RSA);
    Bytes blob = RSA.publicKey().blob();
    List<String> names = List.of("ssh-rsa", "ssh-rsa", "rsa-sha2-256", "rsa-sha2-256");
    for (int flags = 0; flags < 4; flags++) {
      assertEquals(names.get(flags), name(talk.sign(blob, DATA, flags)));
    }
    assertEquals("rsa-sha2-512", name(talk.sign(blob, DATA, 4)));
  }

  private static String name(Optional<Bytes> signature) throws Exception {
    return new WireReader(signature.orElseThrow()).readName();
  }

  @Test
  void aKeyThatIsThereGetsItsNewConstraints() throws Exception {
    AgentTalk talk = talk();
    talk.add(ED25519);
    talk.add(ECDSA);
    WireWriter again = AgentTalk.adding(ED25519).writeByte(1).writeUint32(10);
    assertEquals(SUCCESS, talk.status(again));
    assertEquals(List.of(BLOB, ECDSA.publicKey().blob()), talk.list());
    assertTrue(talk.signs(ED25519, DATA));
    pass(Duration.ofSeconds(10));
    assertEquals(List.of(ECDSA.publicKey().blob()), talk.list());
  }

  @Test
  void whatIsRemovedIsGone() throws Exception {
    AgentTalk talk = talk();
    talk.add(ED25519);
    talk.add(ECDSA);
    assertEquals(SUCCESS, talk.remove(BLOB));
    assertEquals(FAILURE, talk.remove(BLOB));
    refused(AgentRefusal.NoSuchKey.class);
    assertFalse(talk.signs(ED25519, DATA));
    assertEquals(SUCCESS, talk.status(AgentTalk.number(19)));
    assertEquals(List.of(), talk.list());
    assertEquals(SUCCESS, talk.status(AgentTalk.number(19)));
  }

  @Test
  void aLifetimeEndsByTheClock() throws Exception {
    Keyring keyring = new Keyring(options);
    AgentTalk talk = new AgentTalk(keyring);
    assertEquals(SUCCESS, talk.status(AgentTalk.adding(ED25519).writeByte(1).writeUint32(60)));
    talk.add(ECDSA);
    assertEquals(Optional.of(Duration.ofSeconds(60)), keyring.expire());
    pass(Duration.ofSeconds(59));
    assertTrue(talk.signs(ED25519, DATA));
    pass(Duration.ofSeconds(1));
    assertFalse(talk.signs(ED25519, DATA));
    assertEquals(1, keyring.size());
    assertEquals(Optional.empty(), keyring.expire());
    assertTrue(events.stream().anyMatch(e -> e instanceof AgentEvent.Removed r && r.expired()));
  }

  @Test
  void theKeyringsOwnLifetimeIsForKeysWithoutOne() throws Exception {
    options = options.withLifetime(Duration.ofSeconds(10));
    AgentTalk talk = talk();
    talk.add(ED25519);
    assertEquals(SUCCESS, talk.status(AgentTalk.adding(ECDSA).writeByte(1).writeUint32(20)));
    pass(Duration.ofSeconds(15));
    assertEquals(List.of(ECDSA.publicKey().blob()), talk.list());
    assertThrows(
        IllegalArgumentException.class, () -> options.withLifetime(Duration.ofDays(365_000)));
  }

  @Test
  void whatIsRemovedOrExpiredOrRefusedIsWiped() throws Exception {
    Keyring keyring = new Keyring(options);
    for (int i = 0; i < 4; i++) {
      Given given = new Given();
      AgentRequest.AddIdentity add = given.request(i == 3);
      if (i == 3) {
        assertThrows(RefusedException.class, () -> keyring.add(add, new Bindings()));
      } else {
        keyring.add(add, new Bindings());
        assertFalse(given.isWiped());
        switch (i) {
          case 0 -> keyring.remove(add.key().blob(), new Bindings());
          case 1 -> keyring.close();
          default -> {
            pass(Duration.ofSeconds(5));
            var _ = keyring.expire();
          }
        }
      }
      assertTrue(given.isWiped(), "way " + i);
    }
    Given previous = new Given();
    keyring.add(previous.request(false), new Bindings());
    keyring.add(previous.copied().request(false), new Bindings());
    assertTrue(previous.isWiped());
    assertEquals(1, keyring.size());
  }

  /** A key to be handed over. */
  private record Given(PrivateKey key) {
    Given() {
      this(KeyGenerator.ed25519());
    }

    AgentRequest.AddIdentity request(boolean faulty) {
      return new AgentRequest.AddIdentity(
          new TransferredKey.Plain(key),
          Bytes.utf8(faulty ? "a\0b" : "a"),
          KeyConstraints.NONE.withLifetime(Duration.ofSeconds(5)));
    }

    /** The same key in other arrays. */
    Given copied() throws Exception {
      PrivateKey kept = KeyringTest.copy(key);
      return new Given(kept);
    }

    boolean isWiped() {
      try {
        return key.sign(SignatureAlgorithm.SSH_ED25519, DATA).isEmpty();
      } catch (IllegalStateException e) {
        return true;
      } catch (dev.aikagi.SshException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static PrivateKey copy(PrivateKey key) throws Exception {
    WireWriter out = new WireWriter();
    TransferredKey.write(out, new TransferredKey.Plain(key));
    return ((TransferredKey.Plain) TransferredKey.read(new WireReader(out.toArray()))).key();
  }

  @Test
  @Tag("G2")
  void eachUseIsConfirmed() throws Exception {
    List<Confirmation.Question> asked = new ArrayList<>();
    AtomicBoolean answer = new AtomicBoolean(true);
    options =
        options.withConfirmation(
            question -> {
              asked.add(question);
              return answer.get();
            });
    AgentTalk talk = talk();
    assertEquals(SUCCESS, talk.status(AgentTalk.adding(ED25519).writeByte(2)));
    assertTrue(talk.signs(ED25519, DATA));
    assertEquals("a comment", asked.getFirst().comment());
    assertEquals(ED25519.publicKey(), asked.getFirst().key());
    answer.set(false);
    assertFalse(talk.signs(ED25519, DATA));
    refused(AgentRefusal.NotConfirmed.class);
    assertEquals(2, asked.size());
  }

  @Test
  @Tag("G2")
  void whatNobodyCanConfirmIsNotTaken() throws Exception {
    AgentTalk talk = talk();
    assertEquals(FAILURE, talk.status(AgentTalk.adding(ED25519).writeByte(2)));
    refused(AgentRefusal.NobodyConfirms.class);
    assertEquals(List.of(), talk.list());
  }

  @Test
  void whatIsRemovedWhileSomebodyIsAskedIsNotUsed() throws Exception {
    List<Runnable> meanwhile = new ArrayList<>();
    options =
        options.withConfirmation(
            question -> {
              meanwhile.removeFirst().run();
              return true;
            });
    Keyring keyring = new Keyring(options);
    AgentTalk talk = new AgentTalk(keyring);
    AgentTalk other = new AgentTalk(keyring);
    for (Runnable happens :
        List.<Runnable>of(
            () -> assertEquals(SUCCESS, other.remove(BLOB)),
            () -> assertEquals(SUCCESS, other.status(AgentTalk.adding(ED25519).writeByte(2))),
            () -> pass(Duration.ofSeconds(100)),
            () -> assertEquals(SUCCESS, other.lock("x")))) {
      WireWriter adding = AgentTalk.adding(ED25519).writeByte(2).writeByte(1).writeUint32(100);
      assertEquals(SUCCESS, talk.status(adding));
      meanwhile.add(happens);
      assertFalse(talk.signs(ED25519, DATA));
    }
  }

  @Test
  void nobodyElseWaitsWhileSomebodyIsAsked() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    options =
        options.withConfirmation(
            question -> {
              asked.countDown();
              try {
                answered.await();
              } catch (InterruptedException e) {
                return false;
              }
              return true;
            });
    Keyring keyring = new Keyring(options);
    AgentTalk one = new AgentTalk(keyring);
    AgentTalk other = new AgentTalk(keyring);
    one.add(ECDSA);
    assertEquals(SUCCESS, one.status(AgentTalk.adding(ED25519).writeByte(2)));
    FutureTask<Boolean> signing = new FutureTask<>(() -> one.signs(ED25519, DATA));
    Thread.ofVirtual().start(signing);
    asked.await();
    assertTrue(other.signs(ECDSA, DATA));
    assertEquals(2, other.list().size());
    answered.countDown();
    assertTrue(signing.get());
  }

  @Test
  @Tag("G3")
  void thereAreNoMoreKeysThanAClientReads() throws Exception {
    Keyring keyring = new Keyring(options);
    for (int i = 0; i < Keyring.MAX_KEYS; i++) {
      keyring.add(new Given().request(false), new Bindings());
    }
    Given more = new Given();
    RefusedException e =
        assertThrows(
            RefusedException.class, () -> keyring.add(more.request(false), new Bindings()));
    assertEquals(new AgentRefusal.TooManyKeys(2048), e.reason());
    assertTrue(more.isWiped());
  }

  @Test
  @Tag("G3")
  void aListIsNoLongerThanAClientReads() throws Exception {
    Keyring keyring = new Keyring(options);
    byte[] spaces = new byte[100_000];
    java.util.Arrays.fill(spaces, (byte) ' ');
    Bytes comment = Bytes.of(spaces);
    List<PrivateKey> keys = List.of(ED25519, ECDSA, RSA);
    for (int i = 0; i < 3; i++) {
      AgentRequest.AddIdentity add =
          new AgentRequest.AddIdentity(
              new TransferredKey.Plain(copy(keys.get(i))), comment, KeyConstraints.NONE);
      if (i < 2) {
        keyring.add(add, new Bindings());
        // Once more: what it replaces does not count.
        keyring.add(
            new AgentRequest.AddIdentity(
                new TransferredKey.Plain(copy(keys.get(i))), comment, KeyConstraints.NONE),
            new Bindings());
      } else {
        RefusedException e =
            assertThrows(RefusedException.class, () -> keyring.add(add, new Bindings()));
        assertEquals(AgentRefusal.ListTooLong.class, e.reason().getClass());
      }
    }
  }

  @Test
  void nothingSecretIsPrinted() throws Exception {
    AgentTalk talk = talk();
    talk.add(ED25519);
    talk.add(Certified.of(ED25519.publicKey()).kind(1).by(KeyGenerator.ed25519()), ED25519);
    TransferredKey plain = new TransferredKey.Plain(ED25519);
    assertEquals("ssh-ed25519", plain.toString());
    for (AgentEvent event : events) {
      assertFalse(event.text().isEmpty());
      assertFalse(event.toString().contains("PrivateKey"), event.toString());
    }
  }
}
