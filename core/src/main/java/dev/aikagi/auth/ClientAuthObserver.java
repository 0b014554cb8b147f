package dev.aikagi.auth;

import java.util.List;

/** Hears what happens while the client authenticates, on the thread that does so. */
public interface ClientAuthObserver {
  ClientAuthObserver SILENT = new ClientAuthObserver() {};

  /** The server lets the authentication begin. */
  default void serviceAccepted(String serviceName) {}

  /** The server's banner, made safe to print; lines end with LF. */
  default void banner(String text) {}

  /** A step that was taken or left out, in the order of events: what ssh -v shows. */
  default void step(ClientAuthStep step) {}

  /** What the server says can continue, after each failure. */
  default void canContinue(List<String> methods, boolean partialSuccess) {}
}
