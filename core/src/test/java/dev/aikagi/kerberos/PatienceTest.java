package dev.aikagi.kerberos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.auth.GssException;
import dev.aikagi.auth.GssReason;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A KDC that does not answer keeps nobody from the next method. */
@Timeout(10)
class PatienceTest {
  private static final Duration SHORT = Duration.ofMillis(20);

  @Test
  void whatComesIsGiven() throws Exception {
    Patience patience = new Patience(Duration.ofSeconds(10));
    assertEquals("a", patience.within(() -> "a", PatienceTest::forget));
    GSSException known = new GSSException(GSSException.FAILURE);
    assertEquals(
        known,
        assertThrows(
            GSSException.class,
            () ->
                patience.within(
                    () -> {
                      throw known;
                    },
                    PatienceTest::forget)));
  }

  /** The library is at work with the context meanwhile: it is taken from it when that ends. */
  @Test
  @Tag("A9")
  void whoeverWaitsGoesOnAndLeavesTheContextToTheLibrary() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    CountDownLatch disposed = new CountDownLatch(1);
    GSSContext slow =
        (GSSContext)
            Proxy.newProxyInstance(
                PatienceTest.class.getClassLoader(),
                new Class<?>[] {GSSContext.class},
                (_, method, _) ->
                    switch (method.getName()) {
                      case "initSecContext" -> {
                        begun.countDown();
                        answered.await();
                        yield new byte[0];
                      }
                      case "dispose" -> {
                        disposed.countDown();
                        yield null;
                      }
                      default -> false;
                    });
    Patience patience = new Patience(SHORT);
    KerberosContext context =
        new KerberosContext(slow, Optional.empty(), true, new Faults("host@h", ""), patience);
    GssException e = assertThrows(GssException.class, () -> context.step(new byte[0]));
    assertInstanceOf(GssReason.KdcUnreachable.class, e.reason());
    assertTrue(begun.await(10, TimeUnit.SECONDS));
    context.close();
    assertFalse(disposed.await(50, TimeUnit.MILLISECONDS));
    answered.countDown();
    assertTrue(disposed.await(10, TimeUnit.SECONDS));
  }

  /** A context that is made after all is taken away again. */
  @Test
  @Tag("A9")
  void whatComesTooLateIsHandedOver() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    CompletableFuture<Object> late = new CompletableFuture<>();
    Patience patience = new Patience(SHORT);
    assertThrows(
        GssException.class,
        () ->
            patience.within(
                () -> {
                  answered.await();
                  return "late";
                },
                late::complete));
    assertFalse(late.isDone());
    answered.countDown();
    assertEquals("late", late.get(10, TimeUnit.SECONDS));
  }

  @Test
  void itIsForAllStepsTogether() throws Exception {
    Patience patience = new Patience(SHORT);
    CountDownLatch never = new CountDownLatch(1);
    assertThrows(
        GssException.class, () -> patience.within(() -> await(never), PatienceTest::forget));
    assertThrows(
        GssException.class, () -> patience.within(() -> await(never), PatienceTest::forget));
    never.countDown();
  }

  private static void forget(Object late) {}

  private static boolean await(CountDownLatch latch) throws InterruptedException {
    return latch.await(15, TimeUnit.SECONDS);
  }
}
