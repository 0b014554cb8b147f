package dev.aikagi.server;

/** Hears of everything, on the thread where it happens: must be quick and must not throw. */
@FunctionalInterface
public interface ServerObserver {
  ServerObserver SILENT = event -> {};

  void on(ServerEvent event);
}
