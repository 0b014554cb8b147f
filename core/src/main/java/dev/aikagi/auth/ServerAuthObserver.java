package dev.aikagi.auth;

/** Hears of every attempt on the server, on the connection's thread: the log and its like. */
public interface ServerAuthObserver {
  ServerAuthObserver SILENT = attempt -> {};

  void attempt(AuthAttempt attempt);

  /** MaxAuthTries or the limit of requests was reached; the connection ends. */
  default void tooManyFailures(String userName, boolean validUser) {}
}
