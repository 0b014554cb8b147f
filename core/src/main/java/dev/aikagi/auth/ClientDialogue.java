package dev.aikagi.auth;

import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Printable;
import dev.aikagi.message.Message;
import dev.aikagi.message.ServiceAccept;
import dev.aikagi.message.ServiceRequest;
import dev.aikagi.message.UserauthBanner;
import dev.aikagi.message.UserauthFailure;
import dev.aikagi.message.UserauthGssapiError;
import dev.aikagi.message.UserauthGssapiErrtok;
import dev.aikagi.message.UserauthGssapiResponse;
import dev.aikagi.message.UserauthGssapiToken;
import dev.aikagi.message.UserauthInfoRequest;
import dev.aikagi.message.UserauthMessage;
import dev.aikagi.message.UserauthMethod;
import dev.aikagi.message.UserauthPasswdChangereq;
import dev.aikagi.message.UserauthPkOk;
import dev.aikagi.message.UserauthRequest;
import dev.aikagi.message.UserauthSuccess;
import dev.aikagi.transport.Payload;
import dev.aikagi.transport.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Requests and replies of one client, with the limits on both. One thread. */
final class ClientDialogue {
  static final String SERVICE = "ssh-connection";
  static final String USERAUTH = "ssh-userauth";

  /** A server has one banner, at most a few; a stream of them only keeps the client busy. */
  static final int MAX_BANNERS = 64;

  /** Characters of one banner that are shown. */
  static final int MAX_BANNER = 64 * 1024;

  /** What message 60 means, which only the method that runs can tell. */
  enum Sixty {
    NOTHING,
    PK_OK,
    PASSWD_CHANGEREQ,
    INFO_REQUEST,
    GSSAPI
  }

  private final Transport transport;
  private final ClientAuthOptions options;
  private final List<ClientAuthStep> steps = new ArrayList<>();
  private int banners;
  private int requests;

  /** Its answer comes before all others. */
  private boolean serviceRequested;

  ClientDialogue(Transport transport, ClientAuthOptions options) {
    this.transport = transport;
    this.options = options;
  }

  Transport transport() {
    return transport;
  }

  ClientAuthOptions options() {
    return options;
  }

  List<ClientAuthStep> steps() {
    return steps;
  }

  void step(ClientAuthStep step) {
    steps.add(step);
    options.observer().step(step);
  }

  /** Does not wait: the answer is looked at before that to the first request. */
  void requestService() throws IOException {
    transport.send(new ServiceRequest(USERAUTH));
    serviceRequested = true;
  }

  private void expectService() throws IOException {
    Payload p = receive();
    if (p.number() != ServiceAccept.NUMBER) {
      throw unexpected(p.number());
    }
    String accepted = ServiceAccept.read(p.reader()).serviceName();
    if (!accepted.equals(USERAUTH)) {
      throw new DisconnectException(
          DisconnectReason.PROTOCOL_ERROR,
          "the server accepts service " + Printable.of(accepted, 64) + " instead of " + USERAUTH);
    }
    options.observer().serviceAccepted(accepted);
  }

  void request(UserauthMethod method) throws IOException {
    if (++requests > options.maxRequests()) {
      throw new DisconnectException(
          DisconnectReason.NO_MORE_AUTH_METHODS_AVAILABLE,
          "gave up after " + options.maxRequests() + " authentication requests");
    }
    transport.send(new UserauthRequest(options.userName(), SERVICE, method));
  }

  void send(Message message) throws IOException {
    transport.send(message);
  }

  /** The next message that is no banner. */
  UserauthMessage reply(Sixty sixty) throws IOException {
    Payload p = receive();
    return switch (p.number()) {
      case UserauthFailure.NUMBER -> UserauthFailure.read(p.reader());
      case UserauthSuccess.NUMBER -> UserauthSuccess.read(p.reader());
      case UserauthPkOk.NUMBER ->
          switch (sixty) {
            case PK_OK -> UserauthPkOk.read(p.reader());
            case PASSWD_CHANGEREQ -> UserauthPasswdChangereq.read(p.reader());
            case INFO_REQUEST -> UserauthInfoRequest.read(p.reader());
            case GSSAPI -> UserauthGssapiResponse.read(p.reader());
            case NOTHING -> throw unexpected(p.number());
          };
      default -> {
        if (sixty != Sixty.GSSAPI) {
          throw unexpected(p.number());
        }
        yield gssapi(p);
      }
    };
  }

  /** Of this method alone, as 60 is. */
  private static UserauthMessage gssapi(Payload p) throws IOException {
    return switch (p.number()) {
      case UserauthGssapiToken.NUMBER -> UserauthGssapiToken.read(p.reader());
      case UserauthGssapiError.NUMBER -> UserauthGssapiError.read(p.reader());
      case UserauthGssapiErrtok.NUMBER -> UserauthGssapiErrtok.read(p.reader());
      default -> throw unexpected(p.number());
    };
  }

  private Payload receive() throws IOException {
    if (serviceRequested) {
      serviceRequested = false;
      expectService();
    }
    while (true) {
      Payload p = transport.receive();
      if (p.number() != UserauthBanner.NUMBER) {
        return p;
      }
      if (++banners > MAX_BANNERS) {
        throw new DisconnectException(
            DisconnectReason.PROTOCOL_ERROR, "more than " + MAX_BANNERS + " banners");
      }
      String text = UserauthBanner.read(p.reader()).message();
      options.observer().banner(Printable.lines(text, MAX_BANNER));
    }
  }

  static DisconnectException unexpected(int number) {
    return new DisconnectException(
        DisconnectReason.PROTOCOL_ERROR, "message " + number + " during authentication");
  }
}
