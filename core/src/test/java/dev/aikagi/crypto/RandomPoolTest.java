package dev.aikagi.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomPoolTest {
  private static final class Counted extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private int calls;

    @Override
    public void nextBytes(byte[] bytes) {
      calls++;
      super.nextBytes(bytes);
    }
  }

  @Test
  void givesNothingTwiceAndAsksOnce() {
    Counted source = new Counted();
    RandomPool pool = new RandomPool(source);
    Set<String> seen = new HashSet<>();
    byte[] some = new byte[16];
    for (int i = 0; i < 1000; i++) {
      pool.fill(some, 0, some.length);
      assertTrue(seen.add(HexFormat.of().formatHex(some)));
    }
    assertEquals(1, source.calls);
  }

  @Test
  void twoPoolsDiffer() {
    byte[] one = new byte[16];
    byte[] other = new byte[16];
    new RandomPool().fill(one, 0, one.length);
    new RandomPool().fill(other, 0, other.length);
    assertFalse(Arrays.equals(one, other));
  }

  @Test
  void fillsWhatIsLongerThanItsStore() {
    byte[] target = new byte[5000];
    new RandomPool().fill(target, 1, 4998);
    assertEquals(0, target[0] | target[4999]);
    int zeros = 0;
    for (int i = 1; i < 4999; i++) {
      zeros += target[i] == 0 ? 1 : 0;
    }
    assertTrue(zeros < 100);
  }
}
