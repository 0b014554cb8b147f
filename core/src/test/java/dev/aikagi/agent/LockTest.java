package dev.aikagi.agent;

import static dev.aikagi.agent.AgentTalk.FAILURE;
import static dev.aikagi.agent.AgentTalk.SUCCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LockTest {
  private static final PrivateKey KEY = KeyGenerator.ed25519();
  private static final Bytes BLOB = KEY.publicKey().blob();
  private static final byte[] DATA = {1};

  private final List<Duration> pauses = new ArrayList<>();
  private final Keyring keyring =
      new Keyring(KeyringOptions.defaults(), new AgentLock(pauses::add));
  private final AgentTalk talk = new AgentTalk(keyring);

  private static SecretBytes secret(String text) {
    return SecretBytes.taking(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void whileLockedNothingIsShownOrDone() throws Exception {
    talk.add(KEY);
    assertEquals(SUCCESS, talk.lock("secret"));
    assertEquals(List.of(), talk.list());
    assertFalse(talk.signs(KEY, DATA));
    assertEquals(FAILURE, talk.status(AgentTalk.adding(KeyGenerator.ed25519())));
    assertEquals(FAILURE, talk.remove(BLOB));
    assertEquals(FAILURE, talk.status(AgentTalk.number(19)));
    assertEquals(FAILURE, talk.lock("other"));
    assertEquals(SUCCESS, talk.unlock("secret"));
    assertEquals(List.of(BLOB), talk.list());
    assertTrue(talk.signs(KEY, DATA));
    assertEquals(FAILURE, talk.unlock("secret"));
    assertEquals(List.of(), pauses);
  }

  @Test
  void anEmptyPassphraseLocksNothing() throws Exception {
    talk.add(KEY);
    assertEquals(FAILURE, talk.lock(""));
    assertEquals(List.of(BLOB), talk.list());
  }

  @Test
  void wrongPassphrasesTakeLongerEachTime() throws Exception {
    assertEquals(SUCCESS, talk.lock("secret"));
    for (int i = 0; i < 3; i++) {
      assertEquals(FAILURE, talk.unlock("secre" + i));
    }
    assertEquals(
        List.of(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(300)), pauses);
    assertEquals(SUCCESS, talk.unlock("secret"));
    assertEquals(SUCCESS, talk.lock("secret"));
    assertEquals(FAILURE, talk.unlock(""));
    assertEquals(Duration.ofMillis(100), pauses.getLast());
  }

  @Test
  void bytesBeyondAsciiAreTold() throws Exception {
    AgentLock lock = new AgentLock(pauses::add);
    lock.lock(SecretBytes.taking(new byte[] {(byte) 0xc3, (byte) 0xa4}));
    assertThrows(RefusedException.class, () -> lock.unlock(secret("a")));
    assertThrows(
        RefusedException.class,
        () -> lock.unlock(SecretBytes.taking(new byte[] {(byte) 0xc3, (byte) 0xa5})));
    lock.unlock(secret("ä"));
    assertFalse(lock.isLocked());
  }

  @Test
  void whileOneWaitsOthersGoOnButDoNotGuess() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    AgentLock lock =
        new AgentLock(
            time -> {
              waiting.countDown();
              try {
                over.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    Keyring slow = new Keyring(KeyringOptions.defaults(), lock);
    AgentTalk other = new AgentTalk(slow);
    assertEquals(SUCCESS, other.lock("secret"));
    Thread guessing = Thread.ofVirtual().start(() -> new AgentTalk(slow).unlock("wrong"));
    waiting.await();
    assertEquals(List.of(), other.list());
    assertEquals(FAILURE, other.remove(BLOB));
    CountDownLatch unlocked = new CountDownLatch(1);
    Thread unlocking =
        Thread.ofPlatform()
            .start(
                () -> {
                  assertEquals(SUCCESS, other.unlock("secret"));
                  unlocked.countDown();
                });
    while (unlocking.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertTrue(lock.isLocked());
    over.countDown();
    unlocked.await();
    guessing.join();
    assertFalse(lock.isLocked());
  }

  @Test
  void theEndOfTheAgentEndsTheWait() throws Exception {
    AgentLock lock = new AgentLock(Duration.ofDays(1));
    lock.lock(secret("secret"));
    Thread guessing =
        Thread.ofPlatform()
            .start(() -> assertThrows(RefusedException.class, () -> lock.unlock(secret("wrong"))));
    while (guessing.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    lock.close();
    guessing.join();
    assertTrue(lock.isLocked());
  }
}
