package dev.aikagi.posix;

/** The numbers of the system calls that have no wrapper of the needed kind, per machine. */
record SystemCall(int setgroups, int setresgid, int setresuid, int getresuid, int getresgid) {
  private static final SystemCall X86_64 = new SystemCall(116, 119, 117, 118, 120);
  private static final SystemCall AARCH64 = new SystemCall(159, 149, 147, 148, 150);

  static SystemCall ofThisMachine() {
    return System.getProperty("os.arch", "").equals("aarch64") ? AARCH64 : X86_64;
  }
}
