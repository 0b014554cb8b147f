package dev.aikagi.kerberos;

import com.sun.security.jgss.GSSUtil;
import dev.aikagi.SecretBytes;
import dev.aikagi.auth.GssContext;
import dev.aikagi.auth.GssException;
import dev.aikagi.auth.GssReason;
import java.util.Optional;
import java.util.OptionalInt;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosTicket;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.MessageProp;

/** A security context of Kerberos over JGSS, of either side. */
public final class KerberosContext implements GssContext {
  private final GSSContext context;
  private final Optional<Subject> subject;
  private final boolean initiates;
  private final Faults faults;
  private final Patience patience;

  /** Whether a step goes on, maybe longer than anybody waits for it. Guarded by this. */
  private boolean busy;

  private boolean closed;

  /** With whatever the subject has: present where Java speaks Kerberos itself. */
  KerberosContext(
      GSSContext context,
      Optional<Subject> subject,
      boolean initiates,
      Faults faults,
      Patience patience) {
    this.context = context;
    this.subject = subject;
    this.initiates = initiates;
    this.faults = faults;
    this.patience = patience;
  }

  @Override
  public byte[] step(byte[] token) throws GssException {
    OptionalInt error = initiates ? ErrorToken.number(token) : OptionalInt.empty();
    if (error.isPresent()) {
      throw faults.ofServer(error.getAsInt());
    }
    try {
      // The server asks nobody; and the keys are its own. A token that comes too late is of no use,
      // and whoever closes this sees to the context.
      byte[] next = initiates ? patience.within(() -> alone(token), _ -> {}) : as(token);
      if (context.isEstablished() && initiates && !context.getMutualAuthState()) {
        throw new GssException(new GssReason.Failed("the server has not proven who it is"));
      }
      return next == null ? new byte[0] : next;
    } catch (GSSException e) {
      throw faults.of(e);
    } catch (RuntimeException e) {
      throw Faults.ofToken(e);
    }
  }

  private byte[] alone(byte[] token) throws GSSException, GssException {
    synchronized (this) {
      if (closed) {
        return new byte[0];
      }
      busy = true;
    }
    try {
      return as(token);
    } finally {
      synchronized (this) {
        busy = false;
        if (closed) {
          dispose();
        }
      }
    }
  }

  private byte[] as(byte[] token) throws GSSException, GssException {
    return subject.isPresent() ? Mechanism.as(subject.get(), () -> go(token)) : go(token);
  }

  private byte[] go(byte[] token) throws GSSException {
    return initiates
        ? context.initSecContext(token, 0, token.length)
        : context.acceptSecContext(token, 0, token.length);
  }

  @Override
  public boolean isEstablished() {
    return context.isEstablished();
  }

  @Override
  public boolean hasIntegrity() {
    return context.getIntegState();
  }

  @Override
  public byte[] mic(byte[] data) throws GssException {
    try {
      return context.getMIC(data, 0, data.length, new MessageProp(0, false));
    } catch (GSSException e) {
      throw faults.of(e);
    }
  }

  @Override
  public void verifyMic(byte[] data, byte[] mic) throws GssException {
    try {
      MessageProp properties = new MessageProp(0, false);
      context.verifyMIC(mic, 0, mic.length, data, 0, data.length, properties);
    } catch (GSSException e) {
      throw faults.of(e);
    } catch (RuntimeException e) {
      throw Faults.ofToken(e);
    }
  }

  @Override
  public String peerName() throws GssException {
    try {
      return (initiates ? context.getTargName() : context.getSrcName()).toString();
    } catch (GSSException e) {
      throw faults.of(e);
    }
  }

  /** The server's name in the ticket, such as {@code host/a.example@EXAMPLE}; once established. */
  public String serverName() throws GssException {
    try {
      return context.getTargName().toString();
    } catch (GSSException e) {
      throw faults.of(e);
    }
  }

  /**
   * The tickets that the client lends, as a file of credentials (that of KRB5CCNAME); empty where
   * it lends none. At the server, once established.
   */
  public Optional<SecretBytes> delegated() throws GssException {
    try {
      if (initiates || !context.getCredDelegState()) {
        return Optional.empty();
      }
      Subject lent = GSSUtil.createSubject(context.getSrcName(), context.getDelegCred());
      return lent.getPrivateCredentials(KerberosTicket.class).stream()
          .findFirst()
          .map(TicketCache::of);
    } catch (GSSException e) {
      throw faults.of(e);
    }
  }

  /** What a step is still at work with, is taken away by that. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      if (!busy) {
        dispose();
      }
    }
  }

  private void dispose() {
    try {
      context.dispose();
    } catch (GSSException e) {
      // Nothing of it is used any more; what it holds is the collector's then.
      System.getLogger(KerberosContext.class.getName())
          .log(System.Logger.Level.DEBUG, "GSS-API", e);
    }
  }
}
