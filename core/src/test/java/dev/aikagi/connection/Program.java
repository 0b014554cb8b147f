package dev.aikagi.connection;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** A session handler for tests: grants what the predicate says, and runs a function. */
final class Program implements SessionHandler {
  @FunctionalInterface
  interface Body {
    ExitResult run(ServerSession session) throws IOException;
  }

  final List<SessionRequest> requests = new CopyOnWriteArrayList<>();
  final CountDownLatch closed = new CountDownLatch(1);
  private final Predicate<SessionRequest> grant;
  private final Body body;

  Program(Predicate<SessionRequest> grant, Body body) {
    this.grant = grant;
    this.body = body;
  }

  Program(Body body) {
    this(request -> true, body);
  }

  /** Sends back what it gets. */
  static Program echo() {
    return new Program(
        session -> {
          session.stdin().transferTo(session.stdout());
          return ExitResult.status(0);
        });
  }

  @Override
  public boolean request(ServerSession session, SessionRequest request) {
    requests.add(request);
    return grant.test(request);
  }

  @Override
  public ExitResult run(ServerSession session) throws IOException {
    return body.run(session);
  }

  @Override
  public void closed(ServerSession session) {
    closed.countDown();
  }
}
