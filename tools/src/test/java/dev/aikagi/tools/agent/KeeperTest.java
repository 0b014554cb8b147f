package dev.aikagi.tools.agent;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KeeperTest {
  @Test
  @Tag("G4")
  void itsOwnerAndRootAreServedAndNobodyElse() {
    assertTrue(Keeper.isServed(1000, 1000));
    assertTrue(Keeper.isServed(0, 1000));
    assertTrue(Keeper.isServed(0, 0));
    assertFalse(Keeper.isServed(1001, 1000));
    assertFalse(Keeper.isServed(1000, 0));
    assertFalse(Keeper.isServed(-1, 1000));
  }
}
