package dev.aikagi.posix;

/**
 * Starts programs as another user, in a process of root's that does nothing else: a thread takes
 * all ids of the user and starts the child, which inherits them.
 *
 * <p>The kernel lets a user signal any thread that has the user's ids, and the signal that ends it
 * ends the process. The window, from the last set of ids to the end of the thread, is kept as short
 * as it can be; but it is there, and so a server must not call this in its own process.
 */
public final class UserProgram {
  private UserProgram() {}

  /** The same program, to be started as this user. A process that is not root's is that user. */
  public static Spawn as(Credentials user, Spawn program) {
    return user.needsSwitch()
        ? program.startedBy(
            call ->
                OwnThread.call(
                    "start as user " + user.uid(),
                    () -> {
                      user.becomeOnThisThread();
                      return call.call();
                    }))
        : program;
  }
}
