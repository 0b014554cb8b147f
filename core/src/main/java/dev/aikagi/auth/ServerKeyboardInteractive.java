package dev.aikagi.auth;

import dev.aikagi.Reason;
import dev.aikagi.SecretBytes;
import dev.aikagi.auth.KeyboardInteractiveDevice.Dialogue;
import dev.aikagi.auth.KeyboardInteractiveDevice.Turn;
import dev.aikagi.message.UserauthInfoRequest;
import dev.aikagi.message.UserauthInfoResponse;
import dev.aikagi.message.UserauthMethod;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * RFC 4256 on the server: one dialogue over the devices of a user, each asked once at most however
 * often the client names it (CVE-2015-5600).
 */
final class ServerKeyboardInteractive implements AutoCloseable {
  static final String NAME = "keyboard-interactive";

  /** Questions in one dialogue; PAM needs a handful. */
  static final int MAX_TURNS = 100;

  /** Bytes of one answer. */
  static final int MAX_ANSWER = 1024;

  private final LoginProgress<?> login;
  private final ArrayDeque<KeyboardInteractiveDevice> devices = new ArrayDeque<>();
  private final List<Reason> reasons = new ArrayList<>();
  private final String submethods;
  private @Nullable KeyboardInteractiveDevice device;
  private @Nullable Dialogue dialogue;
  private int prompts;
  private int turns;

  ServerKeyboardInteractive(LoginProgress<?> login, UserauthMethod.KeyboardInteractive request) {
    this.login = login;
    this.submethods = request.submethods();
    List<KeyboardInteractiveDevice> all =
        Ask.policy(
            NAME,
            () -> login.user().keyboardInteractive(),
            failed -> {
              reasons.add(failed);
              return List.of();
            });
    Set<String> wanted = new LinkedHashSet<>(List.of(submethods.split(",")));
    for (KeyboardInteractiveDevice d : all) {
      if ((submethods.isEmpty() || wanted.contains(d.name())) && login.allows(NAME, d.name())) {
        devices.add(d);
      }
    }
  }

  /** Begins with the next device that has something to ask. */
  Verdict start() {
    while (true) {
      close();
      KeyboardInteractiveDevice next = devices.poll();
      if (next == null) {
        String last = device == null ? null : device.name();
        if (reasons.isEmpty()) {
          reasons.add(new ServerAuthReason.NoDevice(submethods));
        }
        return new Verdict.Refused(List.copyOf(reasons), null, last);
      }
      device = next;
      Optional<Verdict> verdict = turn(next, List.of());
      if (verdict.isPresent()) {
        return verdict.get();
      }
    }
  }

  /** The answers to the last question; they are wiped. */
  Verdict answer(UserauthInfoResponse response) {
    KeyboardInteractiveDevice current = device;
    try {
      if (current == null || dialogue == null) {
        throw new IllegalStateException("no question is open");
      }
      Optional<Reason> fault = fault(response);
      if (fault.isPresent()) {
        close();
        return new Verdict.Refused(List.of(fault.get()), null, current.name());
      }
      Optional<Verdict> verdict = turn(current, response.responses());
      return verdict.isPresent() ? verdict.get() : start();
    } finally {
      response.responses().forEach(SecretBytes::close);
    }
  }

  private Optional<Reason> fault(UserauthInfoResponse response) {
    if (response.responses().size() != prompts) {
      return Optional.of(
          new ServerAuthReason.WrongAnswerCount(response.responses().size(), prompts));
    }
    return response.responses().stream()
        .filter(r -> r.length() > MAX_ANSWER)
        .findFirst()
        .map(r -> new ServerAuthReason.PasswordTooLong(r.length()));
  }

  /** One turn of a device; empty where it refused and another one may be asked. */
  private Optional<Verdict> turn(KeyboardInteractiveDevice current, List<SecretBytes> answers) {
    if (++turns > MAX_TURNS) {
      devices.clear();
      reasons.add(new ServerAuthReason.NoDevice(submethods));
      return Optional.empty();
    }
    Turn turn =
        Ask.policy(
            NAME,
            () -> {
              Dialogue open = dialogue;
              if (open == null) {
                open = current.start();
                dialogue = open;
              }
              return open.next(answers);
            },
            Turn.Refused::new);
    return switch (turn) {
      case Turn.Ask ask -> {
        prompts = ask.prompts().size();
        yield Optional.of(
            new Verdict.Asks(
                new UserauthInfoRequest(ask.name(), ask.instruction(), "", ask.prompts()),
                null,
                current.name()));
      }
      case Turn.Refused refused -> {
        reasons.add(refused.reason());
        yield Optional.empty();
      }
      case Turn.Accepted accepted -> {
        close();
        yield Optional.of(
            login
                .refusal()
                .<Verdict>map(r -> new Verdict.Refused(List.of(r), null, current.name()))
                .orElseGet(() -> new Verdict.Satisfied(current.name())));
      }
    };
  }

  /** Ends the open dialogue, if one is open. */
  @Override
  public void close() {
    Dialogue open = dialogue;
    dialogue = null;
    if (open != null) {
      open.close();
    }
  }
}
