package dev.aikagi.auth;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Printable;
import dev.aikagi.auth.ClientDialogue.Sixty;
import dev.aikagi.message.UserauthFailure;
import dev.aikagi.message.UserauthGssapiError;
import dev.aikagi.message.UserauthGssapiErrtok;
import dev.aikagi.message.UserauthGssapiMic;
import dev.aikagi.message.UserauthGssapiResponse;
import dev.aikagi.message.UserauthGssapiToken;
import dev.aikagi.message.UserauthMessage;
import dev.aikagi.message.UserauthMethod;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * gssapi-with-mic (RFC 4462 section 3) on the client: one exchange. Nothing is sent where the
 * mechanism has no credentials.
 */
final class ClientGssapi implements ClientAttempts {
  private static final int MAX_SAID = 1024;

  private final ClientMethod.GssapiWithMic method;
  private final ClientDialogue dialogue;
  private boolean tried;
  private boolean proven;
  private String said = "";
  private boolean explained;

  ClientGssapi(ClientMethod.GssapiWithMic method, ClientDialogue dialogue) {
    this.method = method;
    this.dialogue = dialogue;
  }

  @Override
  public String methodName() {
    return method.methodName();
  }

  @Override
  public boolean proven() {
    return proven;
  }

  @Override
  public @Nullable UserauthMessage next() throws IOException {
    if (tried) {
      return null;
    }
    tried = true;
    GssInitiator initiator = method.initiator();
    GssContext context;
    try {
      context = initiator.initiate();
    } catch (GssException e) {
      dialogue.step(new ClientAuthStep.GssapiNotUsed(e.reason()));
      return null;
    }
    try (context) {
      byte[] first;
      try {
        first = context.step(new byte[0]);
      } catch (GssException e) {
        dialogue.step(new ClientAuthStep.GssapiNotUsed(e.reason()));
        return null;
      }
      return exchange(initiator, context, first);
    }
  }

  private @Nullable UserauthMessage exchange(
      GssInitiator initiator, GssContext context, byte[] first) throws IOException {
    dialogue.step(new ClientAuthStep.GssapiBegun());
    dialogue.request(new UserauthMethod.GssapiWithMic(List.of(initiator.mechanism())));
    UserauthMessage reply = dialogue.reply(Sixty.GSSAPI);
    if (reply instanceof UserauthGssapiResponse response) {
      if (!response.mechanism().equals(initiator.mechanism())) {
        throw new DisconnectException(
            DisconnectReason.PROTOCOL_ERROR, "the server chose a mechanism that was not offered");
      }
      send(first);
      reply = tokens(context);
    } else if (isOfExchange(reply)) {
      throw ClientDialogue.unexpected(reply.number());
    }
    if (reply instanceof UserauthFailure f && !f.partialSuccess() && !explained) {
      dialogue.step(new ClientAuthStep.GssapiRefused(proven, said));
    }
    return reply;
  }

  /** Until the server decides; null where this side gives up, which the next request tells. */
  private @Nullable UserauthMessage tokens(GssContext context) throws IOException {
    for (int rounds = 0; rounds < ServerGssapi.MAX_ROUNDS; rounds++) {
      if (context.isEstablished() && !proven && !prove(context)) {
        return null;
      }
      UserauthMessage reply = dialogue.reply(Sixty.GSSAPI);
      switch (reply) {
        case UserauthGssapiError e -> said = Printable.of(e.message(), MAX_SAID);
        case UserauthGssapiErrtok e -> lastWords(context, e.token());
        case UserauthGssapiToken t -> {
          if (context.isEstablished()) {
            throw ClientDialogue.unexpected(t.number());
          }
          if (!answer(context, t.token())) {
            return null;
          }
        }
        case UserauthGssapiResponse r -> throw ClientDialogue.unexpected(r.number());
        default -> {
          return reply;
        }
      }
    }
    throw new DisconnectException(
        DisconnectReason.PROTOCOL_ERROR,
        "no end of gssapi-with-mic after " + ServerGssapi.MAX_ROUNDS + " messages");
  }

  /** Binds the context to this connection: without a MIC it would serve on any other one. */
  private boolean prove(GssContext context) throws IOException {
    if (!context.hasIntegrity()) {
      dialogue.step(new ClientAuthStep.GssapiFailed(new GssReason.NoIntegrity()));
      return false;
    }
    byte[] data =
        SignedRequest.bytes(
            dialogue.transport().sessionId(),
            dialogue.options().userName(),
            ClientDialogue.SERVICE);
    try {
      dialogue.send(new UserauthGssapiMic(Bytes.of(context.mic(data))));
    } catch (GssException e) {
      dialogue.step(new ClientAuthStep.GssapiFailed(e.reason()));
      return false;
    }
    proven = true;
    return true;
  }

  private boolean answer(GssContext context, Bytes token) throws IOException {
    try {
      if (token.length() > ServerGssapi.MAX_TOKEN) {
        throw new GssException(new GssReason.TokenTooLong(token.length()));
      }
      send(context.step(token.toArray()));
      return true;
    } catch (GssException e) {
      if (e.token().length() > 0) {
        dialogue.send(new UserauthGssapiErrtok(e.token()));
      }
      dialogue.step(new ClientAuthStep.GssapiFailed(e.reason()));
      return false;
    }
  }

  /** The mechanism may be able to say what the server's one found; a refusal follows. */
  private void lastWords(GssContext context, Bytes token) throws IOException {
    if (context.isEstablished() || token.length() > ServerGssapi.MAX_TOKEN) {
      return;
    }
    try {
      var _ = context.step(token.toArray());
    } catch (GssException e) {
      if (e.reason() instanceof GssReason.Failed failed) {
        said = failed.summary();
      } else {
        explained = true;
        dialogue.step(new ClientAuthStep.GssapiFailed(e.reason()));
      }
    }
  }

  private void send(byte[] token) throws IOException {
    if (token.length > 0) {
      dialogue.send(new UserauthGssapiToken(Bytes.of(token)));
    }
  }

  private static boolean isOfExchange(UserauthMessage reply) {
    return reply instanceof UserauthGssapiToken
        || reply instanceof UserauthGssapiError
        || reply instanceof UserauthGssapiErrtok;
  }
}
