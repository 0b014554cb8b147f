package dev.aikagi.kerberos;

import com.sun.security.jgss.GSSUtil;
import dev.aikagi.SecretBytes;
import dev.aikagi.auth.GssContext;
import dev.aikagi.auth.GssException;
import dev.aikagi.auth.GssReason;
import java.util.Optional;
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

  /** With whatever the subject has: present where Java speaks Kerberos itself. */
  KerberosContext(GSSContext context, Optional<Subject> subject, boolean initiates, Faults faults) {
    this.context = context;
    this.subject = subject;
    this.initiates = initiates;
    this.faults = faults;
  }

  @Override
  public byte[] step(byte[] token) throws GssException {
    try {
      byte[] next = subject.isPresent() ? Mechanism.as(subject.get(), () -> go(token)) : go(token);
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

  @Override
  public void close() {
    try {
      context.dispose();
    } catch (GSSException e) {
      // Nothing of it is used any more; what it holds is the collector's then.
      System.getLogger(KerberosContext.class.getName())
          .log(System.Logger.Level.DEBUG, "GSS-API", e);
    }
  }
}
