package dev.aikagi.kerberos;

import dev.aikagi.Bytes;
import dev.aikagi.auth.GssAcceptor;
import dev.aikagi.auth.GssContext;
import dev.aikagi.auth.GssException;
import dev.aikagi.auth.GssReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KeyTab;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;

/**
 * The server's side of Kerberos, in Java: whatever a stranger sends is read by no native code.
 * Tickets for every key of the keytab are taken; {@link KerberosContext#serverName} says which.
 */
public record KerberosAcceptor(Path keytab) implements GssAcceptor {
  @Override
  public Bytes mechanism() {
    return Mechanism.der();
  }

  @Override
  public GssContext accept() throws GssException {
    if (!Files.isReadable(keytab)) {
      throw new GssException(
          new GssReason.NoKeytab(
              keytab.toString(),
              Files.exists(keytab) ? "it cannot be read" : "there is no such file"));
    }
    Subject subject = new Subject();
    subject.getPrivateCredentials().add(KeyTab.getUnboundInstance(keytab.toFile()));
    Faults faults = new Faults("", keytab.toString());
    try {
      GSSContext context = Mechanism.as(subject, KerberosAcceptor::context);
      return new KerberosContext(
          context, Optional.of(subject), false, faults, new Patience(Patience.USUAL));
    } catch (GSSException e) {
      throw faults.of(e);
    }
  }

  /** Of this mechanism alone: a context without credentials would take a token of any other. */
  private static GSSContext context() throws GSSException {
    GSSManager manager = GSSManager.getInstance();
    GSSCredential keys =
        manager.createCredential(
            null, GSSCredential.INDEFINITE_LIFETIME, Mechanism.oid(), GSSCredential.ACCEPT_ONLY);
    return manager.createContext(keys);
  }
}
