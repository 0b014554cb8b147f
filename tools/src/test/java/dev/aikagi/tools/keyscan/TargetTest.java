package dev.aikagi.tools.keyscan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  private static List<Target> of(String line) {
    return Target.of(line).toList();
  }

  @Test
  void aWordIsAnAddressAndAName() {
    assertEquals(List.of(new Target(List.of("a"), List.of("a"), false)), of("a"));
    assertEquals(List.of(new Target(List.of("a", "b"), List.of("a", "b"), false)), of("a,b"));
  }

  @Test
  void namesStandBehindTheAddresses() {
    Target target = new Target(List.of("192.0.2.1", "192.0.2.2"), List.of("a", "b", "c"), false);
    assertEquals(List.of(target), of("  192.0.2.1,192.0.2.2\ta,b c # the old one\r"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "# a", "\t#", ",", ",,"})
  void nobodyIsNobody(String line) {
    assertEquals(List.of(), of(line));
  }

  @Test
  void aNetworkIsAllItsAddresses() {
    assertEquals(
        List.of("192.0.2.254", "192.0.2.255"),
        of("192.0.2.255/31").stream().map(t -> t.names().getFirst()).toList());
    assertEquals(
        List.of(new Target(List.of("255.255.255.255"), List.of("all"), true)),
        of("255.255.255.255/32 all"));
    assertEquals(
        List.of("2001:db8:0:0:0:0:0:0", "2001:db8:0:0:0:0:0:1"),
        of("2001:db8::/127").stream().map(t -> t.addresses().getFirst()).toList());
  }

  /** Nothing of it is kept, so that it can be begun. */
  @Test
  void aNetworkMayBeLargerThanMemory() {
    assertEquals(
        List.of("0.0.0.0", "0.0.0.1"),
        Target.of("0.0.0.0/0").limit(2).map(t -> t.addresses().getFirst()).toList());
    assertEquals(2, Target.of("2001:db8::/32").limit(2).count());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"192.0.2.1/33", "192.0.2.1/", "192.0.2.1/-1", "a/8", "192.0.2.1/+8", "/8"})
  void whatIsNoNetworkIsAName(String word) {
    assertEquals(List.of(new Target(List.of(word), List.of(word), false)), of(word));
  }
}
