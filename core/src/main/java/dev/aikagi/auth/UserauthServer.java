package dev.aikagi.auth;

import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Printable;
import dev.aikagi.Reason;
import dev.aikagi.SecretBytes;
import dev.aikagi.auth.AuthAttempt.Result;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.message.ServiceAccept;
import dev.aikagi.message.ServiceRequest;
import dev.aikagi.message.UserauthBanner;
import dev.aikagi.message.UserauthFailure;
import dev.aikagi.message.UserauthGssapiErrtok;
import dev.aikagi.message.UserauthGssapiExchangeComplete;
import dev.aikagi.message.UserauthGssapiMic;
import dev.aikagi.message.UserauthGssapiToken;
import dev.aikagi.message.UserauthInfoResponse;
import dev.aikagi.message.UserauthMethod;
import dev.aikagi.message.UserauthRequest;
import dev.aikagi.message.UserauthSuccess;
import dev.aikagi.transport.Payload;
import dev.aikagi.transport.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of RFC 4252: answers requests until one user has proved enough, or the
 * connection ends. It reads messages 5, 50, 61 and those of gssapi-with-mic and no others, so
 * nothing of the connection protocol can be reached before it returns (CVE-2025-32433).
 *
 * @param <U> the caller's kind of user
 */
public final class UserauthServer<U extends UserPolicy> {
  private final Transport transport;
  private final ServerAuthPolicy<U> policy;
  private final ServerAuthOptions options;
  private @Nullable LoginProgress<U> login;
  private @Nullable ServerKeyboardInteractive dialogue;
  private @Nullable ServerGssapi gssapi;

  /** Of the last request, for the record. */
  private @Nullable ClientHostClaim claim;

  private int requests;
  private int failures;

  private UserauthServer(
      Transport transport, ServerAuthPolicy<U> policy, ServerAuthOptions options) {
    this.transport = transport;
    this.policy = policy;
    this.options = options;
  }

  /**
   * Answers SERVICE_REQUEST and then authentication requests on the calling thread, which is the
   * one that receives, and calls {@link Transport#authenticated} after USERAUTH_SUCCESS. Waits as
   * long as the transport and the policy do: the caller holds the grace time and closes the
   * transport.
   *
   * @throws DisconnectException when the peer broke the protocol or tried too often; the caller
   *     ends the connection with it
   */
  public static <U extends UserPolicy> AuthenticatedUser<U> run(
      Transport transport, ServerAuthPolicy<U> policy, ServerAuthOptions options)
      throws IOException {
    UserauthServer<U> server = new UserauthServer<>(transport, policy, options);
    try {
      server.acceptService();
      return server.loop();
    } finally {
      server.abandonDialogue();
    }
  }

  private void acceptService() throws IOException {
    Payload p = transport.receive();
    if (p.number() != ServiceRequest.NUMBER) {
      throw ClientDialogue.unexpected(p.number());
    }
    accept(ServiceRequest.read(p.reader()).serviceName());
  }

  private void accept(String name) throws IOException {
    if (!name.equals(ClientDialogue.USERAUTH)) {
      throw new DisconnectException(
          DisconnectReason.SERVICE_NOT_AVAILABLE, "bad service request " + Printable.of(name, 64));
    }
    transport.send(new ServiceAccept(name));
  }

  private AuthenticatedUser<U> loop() throws IOException {
    while (true) {
      Payload p = transport.receive();
      long start = options.failureDelay().start();
      LoginProgress<U> done =
          switch (p.number()) {
            case UserauthRequest.NUMBER -> request(UserauthRequest.read(p.reader()), start);
            case UserauthInfoResponse.NUMBER ->
                gssapi == null ? infoResponse(p, start) : gssapi(p, start);
            case UserauthGssapiMic.NUMBER,
                UserauthGssapiErrtok.NUMBER,
                UserauthGssapiExchangeComplete.NUMBER ->
                gssapi(p, start);
            case ServiceRequest.NUMBER -> serviceAgain(ServiceRequest.read(p.reader()));
            default -> throw ClientDialogue.unexpected(p.number());
          };
      if (done != null) {
        return done.authenticated();
      }
    }
  }

  /**
   * paramiko requests the service before every attempt, and RFC 4253 section 10 does not forbid it:
   * answered as the first time, without an effect on what was proven.
   */
  private @Nullable LoginProgress<U> serviceAgain(ServiceRequest request) throws IOException {
    abandonDialogue();
    LoginProgress<U> current = login;
    countRequest(current == null ? "" : current.userName());
    accept(request.serviceName());
    return null;
  }

  /** The login that is complete now, or null. */
  private @Nullable LoginProgress<U> request(UserauthRequest request, long start)
      throws IOException {
    // RFC 4256 section 3.1: a new request abandons an open dialogue, without an answer to it.
    abandonDialogue();
    // Not by the count, which has service requests in it: the banner is for the first login.
    boolean first = login == null;
    countRequest(request.userName());
    LoginProgress<U> current = login;
    if (current == null || !current.isFor(request.userName(), request.serviceName())) {
      current =
          new LoginProgress<>(
              request.userName(), request.serviceName(), policy.user(request.userName()));
      login = current;
    }
    if (first) {
      greet(current);
    }
    String name = nameForLists(request.method());
    Verdict verdict = decide(current, request.method(), name, first);
    claim = claim(request.method(), verdict);
    return finish(current, name, verdict, start, first && name.equals("none"));
  }

  /** Null also where the request did not get as far as to its key. */
  private static @Nullable ClientHostClaim claim(UserauthMethod method, Verdict verdict) {
    KeyOrCertificate key =
        switch (verdict) {
          case Verdict.Satisfied s -> s.key();
          case Verdict.Refused r -> r.key();
          default -> null;
        };
    return key != null && method instanceof UserauthMethod.Hostbased h
        ? new ClientHostClaim(key, h.clientHost(), h.clientUser())
        : null;
  }

  private @Nullable LoginProgress<U> infoResponse(Payload p, long start) throws IOException {
    LoginProgress<U> current = login;
    ServerKeyboardInteractive open = dialogue;
    if (current == null || open == null) {
      throw ClientDialogue.unexpected(p.number());
    }
    countRequest(current.userName());
    Verdict verdict = open.answer(UserauthInfoResponse.read(p.reader()));
    return finish(current, ServerKeyboardInteractive.NAME, verdict, start, false);
  }

  /** The next message of an exchange that is open. */
  private @Nullable LoginProgress<U> gssapi(Payload p, long start) throws IOException {
    LoginProgress<U> user = login;
    ServerGssapi exchange = gssapi;
    if (user == null || exchange == null) {
      throw ClientDialogue.unexpected(p.number());
    }
    countRequest(user.userName());
    Verdict verdict =
        switch (p.number()) {
          case UserauthGssapiToken.NUMBER -> exchange.token(UserauthGssapiToken.read(p.reader()));
          case UserauthGssapiMic.NUMBER -> exchange.mic(UserauthGssapiMic.read(p.reader()).mic());
          case UserauthGssapiExchangeComplete.NUMBER -> {
            var _ = UserauthGssapiExchangeComplete.read(p.reader());
            yield exchange.exchangeComplete();
          }
          default -> exchange.errtok(UserauthGssapiErrtok.read(p.reader()));
        };
    return finish(user, ServerGssapi.NAME, verdict, start, false);
  }

  /** Every request counts, whatever its method and its outcome. */
  private void countRequest(String userName) throws DisconnectException {
    if (++requests > options.maxRequests()) {
      throw tooManyFailures(userName);
    }
  }

  private void greet(LoginProgress<U> current) throws IOException {
    String banner = current.settings().banner();
    if (banner != null && !banner.isEmpty()) {
      transport.send(new UserauthBanner(banner, ""));
    }
    var extInfo = options.extInfo().userKnown(current.userName());
    if (extInfo.isPresent()) {
      transport.send(extInfo.get());
    }
  }

  /** The method's name in the lists of sshd_config: hostbound is a form of publickey. */
  private static String nameForLists(UserauthMethod method) {
    return method instanceof UserauthMethod.PublicKeyHostbound
        ? UserauthMethod.PublicKey.NAME
        : method.methodName();
  }

  private Verdict decide(
      LoginProgress<U> current, UserauthMethod method, String name, boolean first) {
    if (method instanceof UserauthMethod.Unknown) {
      return new Verdict.Refused(new ServerAuthReason.UnknownMethod(name));
    }
    boolean none = method instanceof UserauthMethod.None;
    if (none ? !first : !current.settings().enabledMethods().contains(name)) {
      wipe(method);
      return new Verdict.Refused(new ServerAuthReason.MethodNotEnabled(name));
    }
    if (!current.allows(name, null)) {
      wipe(method);
      return new Verdict.Refused(new ServerAuthReason.MethodNotNext(name));
    }
    try {
      return switch (method) {
        case UserauthMethod.None m -> new ServerPassword(current).none();
        case UserauthMethod.PublicKey m -> new ServerPublicKey(transport, current).plain(m);
        case UserauthMethod.PublicKeyHostbound m ->
            new ServerPublicKey(transport, current).hostbound(m);
        case UserauthMethod.Hostbased m -> new ServerHostbased(transport, current).check(m);
        case UserauthMethod.Password m -> new ServerPassword(current).check(m);
        case UserauthMethod.GssapiWithMic m -> {
          ServerGssapi opened = new ServerGssapi(transport, current);
          gssapi = opened;
          yield opened.start(m);
        }
        case UserauthMethod.KeyboardInteractive m -> {
          ServerKeyboardInteractive opened = new ServerKeyboardInteractive(current, m);
          dialogue = opened;
          yield opened.start();
        }
        case UserauthMethod.Unknown m ->
            new Verdict.Refused(new ServerAuthReason.UnknownMethod(name));
      };
    } finally {
      wipe(method);
    }
  }

  private static void wipe(UserauthMethod method) {
    if (method instanceof UserauthMethod.Password(SecretBytes old, SecretBytes changed)) {
      old.close();
      if (changed != null) {
        changed.close();
      }
    }
  }

  private @Nullable LoginProgress<U> finish(
      LoginProgress<U> current, String name, Verdict verdict, long start, boolean freeOfCharge)
      throws IOException {
    switch (verdict) {
      case Verdict.Asks asks -> {
        report(Result.POSTPONED, current, name, asks.submethod(), asks.key(), List.of());
        waitFor(current, name, start);
        transport.send(asks.message());
      }
      case Verdict.Waits waits -> {
        if (waits.answer() != null) {
          transport.send(waits.answer());
        }
      }
      case Verdict.Refused refused -> {
        refuse(current, name, refused, start, freeOfCharge);
      }
      case Verdict.Satisfied s -> {
        abandonDialogue();
        switch (current.advance(name, s)) {
          case LoginProgress.Advance.Done d -> {
            succeed(current, name, s);
            return current;
          }
          case LoginProgress.Advance.More m -> {
            report(Result.PARTIAL, current, name, s);
            waitFor(current, name, start);
            transport.send(new UserauthFailure(current.canContinue(), true));
          }
          case LoginProgress.Advance.No no ->
              refuse(
                  current,
                  name,
                  new Verdict.Refused(List.of(no.reason()), s.key(), s.submethod()),
                  start,
                  freeOfCharge);
        }
      }
    }
    return null;
  }

  private void refuse(
      LoginProgress<U> current,
      String name,
      Verdict.Refused refused,
      long start,
      boolean freeOfCharge)
      throws IOException {
    abandonDialogue();
    if (!freeOfCharge) {
      failures++;
    }
    report(Result.FAILED, current, name, refused.submethod(), refused.key(), refused.reasons());
    waitFor(current, name, start);
    sayFarewell(current);
    if (failures >= current.settings().maxTries()) {
      throw tooManyFailures(current.userName());
    }
    if (refused.before() != null) {
      transport.send(refused.before());
    }
    if (!refused.unanswered()) {
      transport.send(new UserauthFailure(current.canContinue(), false));
    }
  }

  /** As OpenSSH where PAM's account management says no: its words as a banner, and the end. */
  private void sayFarewell(LoginProgress<U> current) throws IOException {
    Optional<String> words = current.farewell();
    if (words.isEmpty()) {
      return;
    }
    if (!words.get().isEmpty()) {
      transport.send(new UserauthBanner(words.get(), ""));
    }
    throw new DisconnectException(
        DisconnectReason.NO_MORE_AUTH_METHODS_AVAILABLE,
        "Access denied",
        "Access denied for user "
            + Printable.of(current.userName(), 100)
            + " by PAM account configuration",
        null);
  }

  private void succeed(LoginProgress<U> current, String name, Verdict.Satisfied s)
      throws IOException {
    report(Result.ACCEPTED, current, name, s);
    var extInfo = options.extInfo().beforeSuccess(current.userName());
    if (extInfo.isPresent()) {
      transport.send(extInfo.get());
    }
    transport.send(new UserauthSuccess());
    transport.authenticated();
  }

  /** "none" tells nothing, and every client begins with it: it is answered at once. */
  private void waitFor(LoginProgress<U> current, String name, long start) {
    if (!name.equals("none")) {
      options.failureDelay().finish(start, current.userName());
    }
  }

  private void report(Result result, LoginProgress<U> current, String name, Verdict.Satisfied s) {
    report(result, current, name, s.submethod(), s.key(), List.of(), s.peerName());
  }

  private void report(
      Result result,
      LoginProgress<U> current,
      String name,
      @Nullable String submethod,
      @Nullable KeyOrCertificate key,
      List<Reason> reasons) {
    report(result, current, name, submethod, key, reasons, null);
  }

  private void report(
      Result result,
      LoginProgress<U> current,
      String name,
      @Nullable String submethod,
      @Nullable KeyOrCertificate key,
      List<Reason> reasons,
      @Nullable String peerName) {
    boolean valid = current.refusal().isEmpty();
    boolean prominent =
        result == Result.ACCEPTED
            || !valid
            || failures >= current.settings().maxTries() / 2
            || name.equals("password");
    options
        .observer()
        .attempt(
            new AuthAttempt(
                result,
                current.userName(),
                valid,
                name,
                submethod,
                key,
                reasons,
                prominent,
                peerName,
                claim));
  }

  private DisconnectException tooManyFailures(String userName) {
    LoginProgress<U> current = login;
    boolean valid =
        current != null && current.userName().equals(userName) && current.refusal().isEmpty();
    options.observer().tooManyFailures(userName, valid);
    return new DisconnectException(
        DisconnectReason.PROTOCOL_ERROR,
        "Too many authentication failures",
        "maximum authentication attempts exceeded for "
            + (valid ? "" : "invalid user ")
            + Printable.of(userName, 100),
        null);
  }

  private void abandonDialogue() {
    ServerKeyboardInteractive open = dialogue;
    dialogue = null;
    if (open != null) {
      open.close();
    }
    ServerGssapi exchange = gssapi;
    gssapi = null;
    if (exchange != null) {
      exchange.close();
    }
  }
}
