package dev.aikagi.kerberos;

import dev.aikagi.Bytes;
import dev.aikagi.auth.GssContext;
import dev.aikagi.auth.GssException;
import dev.aikagi.auth.GssInitiator;
import java.time.Duration;
import java.util.Optional;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosTicket;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;

/**
 * The client's side of Kerberos. The ticket is that of the current {@link Subject}, where one has
 * it; else that of the user's cache (KRB5CCNAME), which Java alone reads in files only. Where the
 * system's library is to be used instead, which reads every cache, the program sets the properties
 * {@code sun.security.jgss.native=true} and {@code javax.security.auth.useSubjectCredsOnly=false}
 * before anything of JGSS is loaded.
 *
 * @param host whose service {@code host} is logged in to: a name, with its domain unless DNS or
 *     krb5.conf adds it
 * @param delegates whether the server gets a ticket to act as the user, which must be forwardable
 * @param patience how long a login waits for KDCs and the DNS, all in all, before the next method
 */
public record KerberosInitiator(String host, boolean delegates, Duration patience)
    implements GssInitiator {
  private static final String SERVICE = "host";

  /** With a patience of 40 seconds. */
  public KerberosInitiator(String host, boolean delegates) {
    this(host, delegates, Patience.USUAL);
  }

  @Override
  public Bytes mechanism() {
    return Mechanism.der();
  }

  @Override
  public GssContext initiate() throws GssException {
    TicketStore store = TicketStore.ofUser();
    Faults faults = new Faults(SERVICE + "@" + host, store.name());
    Patience all = new Patience(patience);
    Optional<Subject> current = Optional.ofNullable(Subject.current());
    try {
      return all.within(() -> initiate(current, store, faults, all), GssContext::close);
    } catch (GSSException e) {
      throw faults.of(e);
    }
  }

  /** Names are completed by the DNS, so this waits too. */
  private GssContext initiate(
      Optional<Subject> current, TicketStore store, Faults faults, Patience all)
      throws GSSException, GssException {
    Optional<Subject> subject =
        Boolean.getBoolean("sun.security.jgss.native")
            ? current
            : Optional.of(withTicket(current, store));
    GSSContext context =
        subject.isPresent() ? Mechanism.as(subject.get(), this::context) : context();
    return new KerberosContext(context, subject, true, faults, all);
  }

  private static Subject withTicket(Optional<Subject> current, TicketStore store)
      throws GssException {
    return current.isPresent()
            && !current.get().getPrivateCredentials(KerberosTicket.class).isEmpty()
        ? current.get()
        : store.subject();
  }

  private GSSContext context() throws GSSException {
    GSSManager manager = GSSManager.getInstance();
    GSSName name = manager.createName(SERVICE + "@" + host, GSSName.NT_HOSTBASED_SERVICE);
    GSSContext context =
        manager.createContext(name, Mechanism.oid(), null, GSSCredential.DEFAULT_LIFETIME);
    // Without it, whoever stands between could be the server, whose host key may be a new one.
    context.requestMutualAuth(true);
    context.requestInteg(true);
    context.requestConf(false);
    context.requestCredDeleg(delegates);
    return context;
  }
}
