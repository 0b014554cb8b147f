package dev.aikagi.auth;

import dev.aikagi.auth.ClientDialogue.Sixty;
import dev.aikagi.message.UserauthFailure;
import dev.aikagi.message.UserauthMessage;
import dev.aikagi.message.UserauthMethod;
import dev.aikagi.message.UserauthSuccess;
import dev.aikagi.transport.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of RFC 4252: one method after the other, after "none" where that is needed to
 * hear which there are.
 */
public final class UserauthClient {
  private final ClientDialogue dialogue;
  private final List<ClientAttempts> untried = new ArrayList<>();
  private final List<ClientAttempts> all = new ArrayList<>();
  private final Set<String> everOffered = new HashSet<>();
  private final List<String> completed = new ArrayList<>();
  private boolean proven;

  private UserauthClient(Transport transport, ClientAuthOptions options) {
    dialogue = new ClientDialogue(transport, options);
    for (ClientMethod method : options.methods()) {
      all.add(ClientAttempts.of(method, dialogue));
    }
    untried.addAll(all);
  }

  /**
   * Requests the service ssh-userauth and tries the methods in their order, on the calling thread,
   * which is the one that receives. Calls {@link Transport#authenticated} on success. Waits as long
   * as the transport and the prompter do: the caller holds the deadline and closes the transport.
   *
   * @throws AuthenticationException where the server does not let the user in
   * @throws dev.aikagi.DisconnectException where the server breaks the protocol
   */
  public static Authenticated authenticate(Transport transport, ClientAuthOptions options)
      throws IOException {
    return new UserauthClient(transport, options).run();
  }

  private Authenticated run() throws IOException {
    // It leaves with the first request. RFC 4253 section 10 demands to wait only after a key
    // exchange that does
    // not sign, which none here is; a server that refuses the service disconnects.
    dialogue.requestService();
    ClientAttempts current = beginning();
    UserauthMessage reply = current == null ? null : attempt(current);
    if (reply == null) {
      current = null;
      dialogue.request(new UserauthMethod.None());
      reply = dialogue.reply(Sixty.NOTHING);
    }
    while (reply instanceof UserauthFailure failure) {
      note(failure, current);
      current = null;
      reply = null;
      while (reply == null) {
        current = choose(failure.methods());
        if (current == null) {
          throw denied(failure);
        }
        reply = attempt(current);
      }
    }
    if (!(reply instanceof UserauthSuccess)) {
      throw ClientDialogue.unexpected(reply.number());
    }
    return success(current);
  }

  /**
   * What is tried before the server has said what it offers, which saves a round trip: "none" is
   * for those who have to hear that first. Null where that is so.
   */
  private @Nullable ClientAttempts beginning() {
    boolean can = !dialogue.options().refuseNone() && !all.isEmpty() && all.getFirst().canBegin();
    return can ? all.getFirst() : null;
  }

  /** Null where nothing is left to try with it. */
  private @Nullable UserauthMessage attempt(ClientAttempts attempts) throws IOException {
    UserauthMessage reply = attempts.next();
    if (reply == null) {
      untried.remove(attempts);
      dialogue.step(new ClientAuthStep.Exhausted(attempts.methodName()));
    }
    return reply;
  }

  private @Nullable ClientAttempts choose(List<String> offered) {
    for (ClientAttempts attempts : untried) {
      if (offered.contains(attempts.methodName())) {
        return attempts;
      }
    }
    return null;
  }

  private void note(UserauthFailure failure, @Nullable ClientAttempts current) {
    everOffered.addAll(failure.methods());
    dialogue.options().observer().canContinue(failure.methods(), failure.partialSuccess());
    if (failure.partialSuccess() && current != null) {
      completed.add(current.methodName());
      proven |= current.proven();
      dialogue.step(new ClientAuthStep.Succeeded(current.methodName(), true));
      // The next step may want the same method again, with another key.
      all.forEach(ClientAttempts::again);
    }
  }

  private Authenticated success(@Nullable ClientAttempts current) throws IOException {
    String last = current == null ? "none" : current.methodName();
    completed.add(last);
    proven |= current != null && current.proven();
    ClientAuthOptions options = dialogue.options();
    if (!proven) {
      dialogue.step(new ClientAuthStep.NothingAsked(last));
      if (options.refuseNone()) {
        throw new AuthenticationException(
            options.userName()
                + "@"
                + options.host()
                + ": the server lets anybody in; refused because proof was demanded",
            dialogue.steps(),
            List.of());
      }
    }
    dialogue.step(new ClientAuthStep.Succeeded(last, false));
    dialogue.transport().authenticated();
    return new Authenticated(options.userName(), completed, !proven, dialogue.steps());
  }

  private AuthenticationException denied(UserauthFailure failure) {
    Set<String> ours = new HashSet<>();
    for (ClientAttempts attempts : all) {
      ours.add(attempts.methodName());
      if (!everOffered.contains(attempts.methodName())) {
        dialogue.step(new ClientAuthStep.MethodNotOffered(attempts.methodName()));
      }
    }
    for (String offered : failure.methods()) {
      if (!ours.contains(offered)) {
        dialogue.step(new ClientAuthStep.MethodNotTried(offered));
      }
    }
    return AuthenticationException.denied(dialogue.options(), dialogue.steps(), failure.methods());
  }
}
