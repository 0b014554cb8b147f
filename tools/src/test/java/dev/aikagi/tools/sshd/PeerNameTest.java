package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** UseDNS, and servers of names that do not answer. */
@Tag("H5")
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class PeerNameTest {
  private static final InetAddress ADDRESS = InetAddress.ofLiteral("2001:db8::1");

  @Test
  void aNameInTimeIsTheName() {
    assertEquals("host.example", PeerName.of(ADDRESS, _ -> "host.example", PeerName.LIMIT));
  }

  @Test
  void whoIsNotNamedInTimeIsHisAddress() {
    CountDownLatch never = new CountDownLatch(1);
    String name =
        PeerName.of(
            ADDRESS,
            _ -> {
              try {
                never.await();
                return "too.late.example";
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            Duration.ofMillis(1));
    never.countDown();
    assertEquals("2001:db8::1", name);
  }

  @Test
  void aLookupThatFailsGivesTheAddress() {
    String name =
        PeerName.of(
            ADDRESS,
            _ -> {
              throw new IllegalStateException("no resolver");
            },
            PeerName.LIMIT);
    assertEquals("2001:db8::1", name);
  }

  @Test
  void anInterruptIsKept() {
    Thread.currentThread().interrupt();
    CountDownLatch never = new CountDownLatch(1);
    String name =
        PeerName.of(
            ADDRESS,
            _ -> {
              try {
                never.await();
                return "";
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            PeerName.LIMIT);
    never.countDown();
    assertEquals("2001:db8::1", name);
    assertEquals(true, Thread.interrupted());
  }
}
