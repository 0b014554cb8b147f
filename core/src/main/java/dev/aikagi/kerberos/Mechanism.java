package dev.aikagi.kerberos;

import dev.aikagi.Bytes;
import dev.aikagi.auth.GssException;
import dev.aikagi.auth.GssReason;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import javax.security.auth.Subject;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.Oid;

/** Kerberos 5 among the mechanisms of the GSS-API (RFC 4121). */
final class Mechanism {
  private Mechanism() {}

  static Oid oid() throws GSSException {
    return new Oid("1.2.840.113554.1.2.2");
  }

  static Bytes der() {
    try {
      return Bytes.of(oid().getDER());
    } catch (GSSException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What JGSS does for a subject, with its exceptions as they are. */
  static <T> T as(Subject subject, Callable<T> work) throws GSSException, GssException {
    try {
      return Subject.callAs(subject, work);
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case GSSException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case null, default -> throw failed(e);
      }
    }
  }

  static GssException failed(Exception e) {
    return new GssException(new GssReason.Failed(String.valueOf(e.getCause())), Bytes.EMPTY, e);
  }
}
