package dev.aikagi.kex;

import dev.aikagi.Reason;

/** What a {@link HostKeyCheck} decided, and why. */
public sealed interface HostKeyVerdict {
  Reason reason();

  /**
   * Ends the key exchange where the key was refused.
   *
   * @throws HostKeyRefusedException with the reason
   */
  void require() throws HostKeyRefusedException;

  record Accepted(Reason reason) implements HostKeyVerdict {
    @Override
    public void require() {}
  }

  record Refused(Reason reason) implements HostKeyVerdict {
    @Override
    public void require() throws HostKeyRefusedException {
      throw new HostKeyRefusedException(reason);
    }
  }
}
