package dev.aikagi.posix;

/** What is the calling thread's alone, on Linux; for a thread that is made for one purpose. */
public final class ThisThread {
  private static final int CLONE_FS = 0x200;

  private ThisThread() {}

  /** From now on its root folder, working folder and umask are its own (unshare(2)). */
  static void unshareFolders(NativeFrame frame) throws PosixException {
    frame.check("unshare", frame.callInt(Libc.UNSHARE, CLONE_FS));
  }

  /** Sets the mask of file modes of this thread, and of no other. */
  public static void umask(int mask) throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      unshareFolders(frame);
      frame.callInt(Libc.UMASK, mask);
    }
  }
}
