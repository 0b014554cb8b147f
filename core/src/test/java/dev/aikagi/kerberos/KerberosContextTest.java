package dev.aikagi.kerberos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.aikagi.auth.GssException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.ietf.jgss.GSSContext;
import org.junit.jupiter.api.Test;

/** What JGSS does with a token that it cannot read. */
class KerberosContextTest {
  /** As the JDK's one does for an encrypted part that is shorter than a block. */
  private static KerberosContext throwing(boolean initiates) {
    GSSContext context =
        (GSSContext)
            Proxy.newProxyInstance(
                GSSContext.class.getClassLoader(),
                new Class<?>[] {GSSContext.class},
                (_, _, _) -> {
                  throw new IllegalArgumentException("Bad arguments");
                });
    return new KerberosContext(
        context,
        Optional.empty(),
        initiates,
        new Faults("", "store"),
        new Patience(Patience.USUAL));
  }

  @Test
  void anyTokenThatCannotBeReadIsARefusal() {
    for (boolean initiates : new boolean[] {false, true}) {
      KerberosContext context = throwing(initiates);
      GssException e = assertThrows(GssException.class, () -> context.step(new byte[1]));
      assertEquals(
          "GSS-API: a token that cannot be read: java.lang.IllegalArgumentException: Bad arguments",
          e.reason().summary());
    }
  }

  @Test
  void soIsAMic() {
    KerberosContext context = throwing(false);
    assertThrows(GssException.class, () -> context.verifyMic(new byte[1], new byte[1]));
  }
}
