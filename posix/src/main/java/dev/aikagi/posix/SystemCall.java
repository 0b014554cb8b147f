package dev.aikagi.posix;

/** The numbers of the system calls that have no wrapper of the needed kind, per machine. */
record SystemCall(
    int setgroups,
    int setresgid,
    int setresuid,
    int getresuid,
    int getresgid,
    int getdents64,
    int renameat2) {
  /** The same on every machine, as all that came after Linux 5.1. */
  static final int OPENAT2 = 437;

  /** Since Linux 5.3. */
  static final int PIDFD_OPEN = 434;

  /** Since Linux 6.6. */
  static final int FCHMODAT2 = 452;

  private static final SystemCall X86_64 = new SystemCall(116, 119, 117, 118, 120, 217, 316);
  private static final SystemCall AARCH64 = new SystemCall(159, 149, 147, 148, 150, 61, 276);

  static SystemCall ofThisMachine() {
    return System.getProperty("os.arch", "").equals("aarch64") ? AARCH64 : X86_64;
  }
}
