package dev.aikagi.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class TerminalTest {
  /** The number is free again, and the next file that is opened gets it. */
  @Test
  void aClosedTerminalIsNotTheNextOneWithItsNumber() throws Exception {
    Pty gone = Pty.open();
    Terminal terminal = gone.terminal();
    terminal.resize(new WindowSize(80, 24, 0, 0));
    assertEquals(80, terminal.windowSize().columns());
    gone.close();
    try (Descriptor same = sameNumber(gone.master().number())) {
      assertEquals(gone.master().number(), same.number());
      PosixException e =
          assertThrows(PosixException.class, () -> terminal.resize(new WindowSize(132, 50, 0, 0)));
      assertEquals(Errno.EBADF, e.errno());
      assertThrows(PosixException.class, terminal::windowSize);
      assertThrows(PosixException.class, terminal::attributes);
      assertThrows(PosixException.class, terminal::sendBreak);
    }
  }

  /** Other threads of this process open files too, so that it may take more than one. */
  private static Descriptor sameNumber(int number) throws Exception {
    List<Pty> others = new ArrayList<>();
    try {
      while (others.size() < 64) {
        Pty next = Pty.open();
        if (next.master().number() == number) {
          return next.master();
        }
        others.add(next);
      }
      return Assumptions.abort("another thread has opened the number " + number);
    } finally {
      for (Pty other : others) {
        other.close();
      }
    }
  }
}
