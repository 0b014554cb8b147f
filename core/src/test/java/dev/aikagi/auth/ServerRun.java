package dev.aikagi.auth;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectException;
import dev.aikagi.SecretBytes;
import dev.aikagi.message.Message;
import dev.aikagi.message.ServiceRequest;
import dev.aikagi.message.UserauthFailure;
import dev.aikagi.message.UserauthInfoResponse;
import dev.aikagi.message.UserauthMethod;
import dev.aikagi.message.UserauthRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One scripted connection to a server: what the client says, and what came of it. */
final class ServerRun {
  final ScriptedTransport transport = new ScriptedTransport();
  final List<AuthAttempt> log = new ArrayList<>();
  private final Map<String, TestUser> users = new HashMap<>();
  private ServerAuthOptions options =
      ServerAuthOptions.defaults()
          .observer(
              new ServerAuthObserver() {
                @Override
                public void attempt(AuthAttempt attempt) {
                  log.add(attempt);
                }
              });
  @Nullable AuthenticatedUser<TestUser> user;
  @Nullable IOException end;

  ServerRun() {
    FailureDelay none = new FailureDelay(new byte[32], () -> 0, deadline -> {});
    options =
        new ServerAuthOptions(options.maxRequests(), none, options.extInfo(), options.observer());
    transport.peer(new ServiceRequest("ssh-userauth"));
  }

  static ServerRun of(TestUser user) {
    return new ServerRun().user("alice", user);
  }

  ServerRun user(String name, TestUser user) {
    users.put(name, user);
    return this;
  }

  ServerRun delay(FailureDelay delay) {
    options =
        new ServerAuthOptions(options.maxRequests(), delay, options.extInfo(), options.observer());
    return this;
  }

  ServerRun extInfo(ServerExtInfo extInfo) {
    options = options.extInfo(extInfo);
    return this;
  }

  ServerRun says(UserauthMethod... methods) {
    for (UserauthMethod m : methods) {
      says("alice", m);
    }
    return this;
  }

  ServerRun says(String userName, UserauthMethod method) {
    transport.peer(new UserauthRequest(userName, "ssh-connection", method));
    return this;
  }

  ServerRun says(Message message) {
    transport.peer(message);
    return this;
  }

  ServerRun answers(String... answers) {
    List<SecretBytes> list = new ArrayList<>();
    for (String a : answers) {
      list.add(SecretBytes.taking(a.getBytes(StandardCharsets.UTF_8)));
    }
    return says(new UserauthInfoResponse(list));
  }

  ServerRun run() {
    try {
      user =
          UserauthServer.run(
              transport, name -> users.getOrDefault(name, new TestUser().refused(name)), options);
    } catch (IOException e) {
      end = e;
    }
    return this;
  }

  boolean in() {
    return user != null;
  }

  AuthenticatedUser<TestUser> authenticated() {
    if (user == null) {
      throw new AssertionError("not authenticated: " + log, end);
    }
    return user;
  }

  DisconnectException disconnect() {
    if (end instanceof DisconnectException d) {
      return d;
    }
    throw new AssertionError("not disconnected", end);
  }

  /** What was sent last, as a failure. */
  UserauthFailure lastFailure() throws IOException {
    return UserauthFailure.read(transport.reader(transport.sent().size() - 1));
  }

  static UserauthMethod.None none() {
    return new UserauthMethod.None();
  }

  static UserauthMethod.Password password(String text) {
    return new UserauthMethod.Password(
        SecretBytes.taking(text.getBytes(StandardCharsets.UTF_8)), null);
  }

  static UserauthMethod.KeyboardInteractive dialogue(String submethods) {
    return new UserauthMethod.KeyboardInteractive("", submethods);
  }

  static UserauthMethod.Unknown unknown() {
    return new UserauthMethod.Unknown("a-method@example.org", Bytes.utf8("whatever"));
  }
}
