package dev.aikagi.posix;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * User id, group id and all groups that something is done with, and the folder that is its root.
 *
 * <p>On Linux the credentials belong to a thread. The C library's setuid(3) changes all threads of
 * a process; the system calls used here change the calling thread alone, so that one thread of a
 * server of root's can be a user while the others stay root. Such a thread is made for one purpose
 * and never comes back. The root folder is a thread's own too, once it is asked for (unshare(2)).
 *
 * @param root what "/" is: the kernel resolves every path below it (chroot(2)); only root may set
 *     it
 */
public record Credentials(int uid, int gid, List<Integer> groups, Optional<Path> root) {
  private static final int CLONE_FS = 0x200;
  private static final int KEEP = -1;
  private static final int FIRST_GROUPS = 64;

  public Credentials {
    groups = List.copyOf(groups);
  }

  /** Ids and groups, with the root folder of this process. */
  public Credentials(int uid, int gid, List<Integer> groups) {
    this(uid, gid, groups, Optional.empty());
  }

  /** This account's ids and all its groups. */
  public static Credentials of(User user) throws IOException {
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment count = frame.allocate(4);
      long name = frame.string(user.name()).address();
      for (int size = FIRST_GROUPS; ; size *= 4) {
        MemorySegment list = frame.allocate(4L * size);
        count.set(ValueLayout.JAVA_INT, 0, size);
        int n = frame.callInt(Libc.GETGROUPLIST, name, user.gid(), list.address(), count.address());
        if (n >= 0) {
          List<Integer> groups =
              java.util.stream.IntStream.range(0, n)
                  .mapToObj(i -> list.getAtIndex(ValueLayout.JAVA_INT, i))
                  .toList();
          return new Credentials(user.uid(), user.gid(), groups);
        }
        if (size > 1 << 20) {
          throw new PosixException("getgrouplist", Errno.ERANGE);
        }
      }
    }
  }

  /** Whether this process may take other credentials than its own, and would have to. */
  boolean needsSwitch() {
    return User.effectiveId() == 0 || root.isPresent();
  }

  /**
   * Does something with the access rights of these credentials: the kernel judges each file as it
   * would for the user.
   *
   * <p>Runs on a thread made for it. A thread that is started here has these credentials too, and
   * whatever wakes a virtual thread may start a carrier for it, on which others then run with the
   * user's rights. So the work is system calls on files and nothing else: no log, no lock that a
   * virtual thread may wait for, no name looked up, no thread. The thread gives the rights back
   * before it ends and wakes who waits for it.
   *
   * <p>The real and the saved id stay root's, so that the user cannot signal this thread and with
   * it the process. A process that is not root's does it as itself.
   *
   * @param name for the thread
   */
  public <T> T callAs(String name, Callable<T> work) throws IOException {
    return OwnThread.call(
        name,
        () -> {
          if (!needsSwitch()) {
            return work.call();
          }
          try (Descriptor outside = Descriptor.opened(Path.of("/"))) {
            try {
              take(false);
              return work.call();
            } finally {
              giveBack(outside);
            }
          }
        });
  }

  /**
   * Makes the calling thread this user with all ids, for a process to be started. The user may
   * signal the thread from here on, and the signal that ends a thread ends its process: {@link
   * UserProgram} alone calls this.
   */
  void becomeOnThisThread() throws IOException {
    take(true);
  }

  /**
   * Of the groups none is left to give back: a thread of root's needs none. Where the kernel
   * refuses, the thread ends as it is.
   */
  private void giveBack(Descriptor outside) {
    try (NativeFrame frame = new NativeFrame()) {
      SystemCall calls = SystemCall.ofThisMachine();
      var _ = frame.callInt(Libc.SYSCALL, calls.setresuid(), KEEP, 0, KEEP);
      var _ = frame.callInt(Libc.SYSCALL, calls.setresgid(), KEEP, 0, KEEP);
      if (root.isPresent() && frame.callInt(Libc.FCHDIR, outside.number()) == 0) {
        var _ = frame.callInt(Libc.CHROOT, frame.string(".").address());
      }
    }
  }

  /** With the groups that somebody else found out. */
  public Credentials withGroups(List<Integer> others) {
    return new Credentials(uid, gid, others, root);
  }

  /** With this folder as "/"; who owns what is in it decides how much that keeps in. */
  public Credentials withRoot(Optional<Path> folder) {
    return new Credentials(uid, gid, groups, folder);
  }

  private void take(boolean forGood) throws IOException {
    // Before the root is another one, in which no class path leads to a class.
    SystemCall calls = SystemCall.ofThisMachine();
    try (NativeFrame frame = new NativeFrame()) {
      if (root.isPresent()) {
        enter(frame, root.get());
      }
      MemorySegment list = frame.allocate(4L * Math.max(1, groups.size()));
      for (int i = 0; i < groups.size(); i++) {
        list.setAtIndex(ValueLayout.JAVA_INT, i, groups.get(i));
      }
      frame.check(
          "setgroups",
          frame.callInt(Libc.SYSCALL, calls.setgroups(), groups.size(), list.address()));
      int otherGid = forGood ? gid : KEEP;
      frame.check(
          "setresgid", frame.callInt(Libc.SYSCALL, calls.setresgid(), otherGid, gid, otherGid));
      int otherUid = forGood ? uid : KEEP;
      frame.check(
          "setresuid", frame.callInt(Libc.SYSCALL, calls.setresuid(), otherUid, uid, otherUid));
      verify(frame, calls, forGood);
    }
  }

  /**
   * The thread alone, and while it is still root; a working directory outside would be a way out.
   */
  private static void enter(NativeFrame frame, Path folder) throws IOException {
    frame.check("unshare", frame.callInt(Libc.UNSHARE, CLONE_FS));
    long path = frame.string(folder.toString()).address();
    frame.check("chroot " + folder, frame.callInt(Libc.CHROOT, path));
    frame.check("chdir", frame.callInt(Libc.CHDIR, frame.string("/").address()));
  }

  /** Trust nothing: what the kernel says now decides, not the calls' results. */
  private void verify(NativeFrame frame, SystemCall calls, boolean forGood) throws IOException {
    MemorySegment ids = frame.allocate(24);
    long at = ids.address();
    frame.check("getresuid", frame.callInt(Libc.SYSCALL, calls.getresuid(), at, at + 4, at + 8));
    frame.check(
        "getresgid", frame.callInt(Libc.SYSCALL, calls.getresgid(), at + 12, at + 16, at + 20));
    boolean right = true;
    for (int i = 0; i < 3; i++) {
      boolean effective = i == 1;
      right &= !(forGood || effective) || ids.getAtIndex(ValueLayout.JAVA_INT, i) == uid;
      right &= !(forGood || effective) || ids.getAtIndex(ValueLayout.JAVA_INT, 3 + i) == gid;
    }
    if (!right) {
      throw new PosixException("taking the credentials of user " + uid, Errno.EPERM);
    }
  }
}
