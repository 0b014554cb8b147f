package dev.aikagi.kerberos;

import dev.aikagi.Bytes;
import dev.aikagi.auth.GssAcceptor;
import dev.aikagi.auth.GssContext;
import dev.aikagi.auth.GssException;
import dev.aikagi.auth.GssReason;
import java.io.IOException;
import java.io.InputStream;
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
  /** Every keytab begins with it, before the number of its form. */
  private static final int VERSION = 5;

  @Override
  public Bytes mechanism() {
    return Mechanism.der();
  }

  @Override
  public GssContext accept() throws GssException {
    Optional<String> fault = fault();
    if (fault.isPresent()) {
      throw new GssException(new GssReason.NoKeytab(keytab.toString(), fault.get()));
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

  /** Java takes a file that it cannot read for one without the key that is looked for. */
  private Optional<String> fault() {
    if (!Files.isReadable(keytab)) {
      return Optional.of(Files.exists(keytab) ? "it cannot be read" : "there is no such file");
    }
    if (Files.isDirectory(keytab)) {
      return Optional.of("it is a folder");
    }
    try (InputStream in = Files.newInputStream(keytab)) {
      return in.read() == VERSION ? Optional.empty() : Optional.of("it is no keytab");
    } catch (IOException e) {
      return Optional.of("it cannot be read: " + e.getMessage());
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
