package dev.aikagi.connection;

/**
 * Shares out what the receive windows of one connection may be together. Every channel gets a small
 * window for certain; what is left goes to the first ones and to those that grow.
 */
final class WindowBudget {
  private final int certain;
  private final int initial;
  private long extra;

  WindowBudget(ConnectionOptions options) {
    this.initial = options.initialWindow();
    this.certain = Math.min(initial, Math.max(1, options.windowSum() / 4 / options.maxChannels()));
    this.extra = options.windowSum() - (long) certain * options.maxChannels();
  }

  /** The window of a new channel. */
  synchronized int grantNew() {
    long more = Math.min(initial - certain, extra / 8);
    extra -= more;
    return certain + (int) more;
  }

  /** What a window may grow by: at most the wish. */
  synchronized int grantMore(int wish) {
    int more = (int) Math.min(wish, extra / 2);
    extra -= more;
    return more;
  }

  /** A channel is gone. */
  synchronized void giveBack(int window) {
    extra += window - certain;
  }
}
