package dev.aikagi.auth;

import dev.aikagi.Bytes;
import dev.aikagi.Reason;
import dev.aikagi.message.UserauthGssapiErrtok;
import dev.aikagi.message.UserauthGssapiResponse;
import dev.aikagi.message.UserauthGssapiToken;
import dev.aikagi.message.UserauthMethod;
import dev.aikagi.transport.Transport;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * gssapi-with-mic (RFC 4462 section 3) on the server: one exchange. Who the peer is, is known when
 * the context is established; that it is the peer of this connection, only by a MIC over the
 * session and the request, so that no server passes on a login that was meant for itself.
 */
final class ServerGssapi implements AutoCloseable {
  static final String NAME = UserauthMethod.GssapiWithMic.NAME;

  /** Kerberos needs one, and one more where it negotiates. */
  static final int MAX_ROUNDS = 16;

  /** Tickets of users who are in a thousand groups are nearly as long. */
  static final int MAX_TOKEN = 64 * 1024;

  private final Transport transport;
  private final LoginProgress<?> login;
  private @Nullable GssContext context;
  private int rounds;

  ServerGssapi(Transport transport, LoginProgress<?> login) {
    this.transport = transport;
    this.login = login;
  }

  /** Begins with the client's first mechanism that is served. */
  Verdict start(UserauthMethod.GssapiWithMic request) {
    List<GssAcceptor> acceptors =
        Ask.policy(NAME, () -> login.user().gssAcceptors(), _ -> List.of());
    for (Bytes mechanism : request.mechanisms()) {
      for (GssAcceptor acceptor : acceptors) {
        if (acceptor.mechanism().equals(mechanism)) {
          return start(acceptor);
        }
      }
    }
    return new Verdict.Refused(new GssReason.NoCommonMechanism(request.mechanisms().size()));
  }

  private Verdict start(GssAcceptor acceptor) {
    try {
      context = acceptor.accept();
      return new Verdict.Asks(new UserauthGssapiResponse(acceptor.mechanism()), null, null);
    } catch (GssException e) {
      return new Verdict.Refused(e.reason());
    } catch (RuntimeException e) {
      return failed(e);
    }
  }

  Verdict token(UserauthGssapiToken message) {
    GssContext open = open();
    if (open.isEstablished()) {
      return refused(new GssReason.OutOfTurn("GSSAPI_TOKEN"));
    }
    if (++rounds > MAX_ROUNDS) {
      return refused(new GssReason.TooManyRounds(MAX_ROUNDS));
    }
    if (message.token().length() > MAX_TOKEN) {
      return refused(new GssReason.TokenTooLong(message.token().length()));
    }
    try {
      byte[] answer = open.step(message.token().toArray());
      if (open.isEstablished() && !open.hasIntegrity()) {
        return refused(new GssReason.NoIntegrity());
      }
      return new Verdict.Waits(
          answer.length == 0 ? null : new UserauthGssapiToken(Bytes.of(answer)));
    } catch (GssException e) {
      close();
      Optional<UserauthGssapiErrtok> told =
          e.token().length() == 0
              ? Optional.empty()
              : Optional.of(new UserauthGssapiErrtok(e.token()));
      return new Verdict.Refused(List.of(e.reason()), null, null, told.orElse(null), false);
    } catch (RuntimeException e) {
      return failed(e);
    }
  }

  /** What the client's mechanism says at its end is for the log; no answer is due. */
  Verdict errtok(UserauthGssapiErrtok message) {
    GssContext open = open();
    String detail = "without a word";
    // Of a context that is established, nothing more can be learnt.
    if (!open.isEstablished() && message.token().length() <= MAX_TOKEN) {
      try {
        var _ = open.step(message.token().toArray());
      } catch (GssException e) {
        detail = e.reason().summary();
      } catch (RuntimeException e) {
        detail = e.getClass().getName();
      }
    }
    close();
    Reason reason = new GssReason.GivenUp(detail);
    return new Verdict.Refused(List.of(reason), null, null, null, true);
  }

  /** It would let in whoever is proven, on whatever connection: that is never enough. */
  Verdict exchangeComplete() {
    boolean established = open().isEstablished();
    return refused(
        established
            ? new GssReason.NoIntegrity()
            : new GssReason.OutOfTurn("GSSAPI_EXCHANGE_COMPLETE"));
  }

  Verdict mic(Bytes mic) {
    GssContext open = open();
    if (!open.isEstablished()) {
      return refused(new GssReason.OutOfTurn("GSSAPI_MIC"));
    }
    byte[] data = SignedRequest.bytes(transport.sessionId(), login.userName(), login.serviceName());
    String peer;
    try {
      open.verifyMic(data, mic.toArray());
      peer = open.peerName();
    } catch (GssException e) {
      return refused(new GssReason.BadMic(e.reason().summary()));
    } catch (RuntimeException e) {
      return failed(e);
    }
    KeyDecision decision =
        Ask.policy(
            NAME,
            () -> login.user().gssapi(open),
            failed -> new KeyDecision.Refused(List.of(failed)));
    // Of a user who is refused it was asked for its time alone.
    Optional<Reason> userRefused = login.refusal();
    if (userRefused.isPresent()) {
      return refused(userRefused.get());
    }
    return switch (decision) {
      case KeyDecision.Refused no -> new Verdict.Refused(no.reasons(), null, null);
      case KeyDecision.Authorized yes ->
          new Verdict.Satisfied(null, null, yes.options(), null, peer);
    };
  }

  private GssContext open() {
    GssContext open = context;
    if (open == null) {
      throw new IllegalStateException("no context is open");
    }
    return open;
  }

  private Verdict failed(RuntimeException e) {
    return refused(new ServerAuthReason.AuthenticatorFailed(NAME, e));
  }

  private Verdict refused(Reason reason) {
    close();
    return new Verdict.Refused(reason);
  }

  @Override
  public void close() {
    GssContext open = context;
    context = null;
    if (open != null) {
      open.close();
    }
  }
}
