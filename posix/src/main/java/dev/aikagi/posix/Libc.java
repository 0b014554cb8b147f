package dev.aikagi.posix;

import java.lang.foreign.MemorySegment;

/**
 * The C functions in use. Each is found in its library when it is first called, so that a program
 * pays only for those that it calls.
 */
final class Libc {
  static final Libc ACCEPT4 = new Libc("accept4", NativeLibrary.C);
  static final Libc BIND = new Libc("bind", NativeLibrary.C);
  static final Libc CALLOC = new Libc("calloc", NativeLibrary.C);
  static final Libc CHDIR = new Libc("chdir", NativeLibrary.C);
  static final Libc CHMOD = new Libc("chmod", NativeLibrary.C);
  static final Libc CHOWN = new Libc("chown", NativeLibrary.C);
  static final Libc CHROOT = new Libc("chroot", NativeLibrary.C);
  static final Libc CLOCK_GETTIME = new Libc("clock_gettime", NativeLibrary.C);
  static final Libc CLOSE = new Libc("close", NativeLibrary.C);
  static final Libc COPY_FILE_RANGE = new Libc("copy_file_range", NativeLibrary.C);
  static final Libc CRYPT_R = new Libc("crypt_r", NativeLibrary.CRYPT);
  static final Libc DUP2 = new Libc("dup2", NativeLibrary.C);
  static final Libc ENDUTXENT = new Libc("endutxent", NativeLibrary.C);
  static final Libc EVENTFD = new Libc("eventfd", NativeLibrary.C);
  static final Libc EXECVP = new Libc("execvp", NativeLibrary.C);
  static final Libc FCHDIR = new Libc("fchdir", NativeLibrary.C);
  static final Libc FCHMOD = new Libc("fchmod", NativeLibrary.C);
  static final Libc FCHMODAT = new Libc("fchmodat", NativeLibrary.C);
  static final Libc FCHOWN = new Libc("fchown", NativeLibrary.C);
  static final Libc FCHOWNAT = new Libc("fchownat", NativeLibrary.C);
  static final Libc FCNTL = new Libc("fcntl", NativeLibrary.C);
  static final Libc FREE = new Libc("free", NativeLibrary.C);
  static final Libc FREEADDRINFO = new Libc("freeaddrinfo", NativeLibrary.C);
  static final Libc FSTATVFS = new Libc("fstatvfs", NativeLibrary.C);
  static final Libc FSYNC = new Libc("fsync", NativeLibrary.C);
  static final Libc FTRUNCATE = new Libc("ftruncate", NativeLibrary.C);
  static final Libc FUTIMENS = new Libc("futimens", NativeLibrary.C);
  static final Libc GAI_STRERROR = new Libc("gai_strerror", NativeLibrary.C);
  static final Libc GETADDRINFO = new Libc("getaddrinfo", NativeLibrary.C);
  static final Libc GETCWD = new Libc("getcwd", NativeLibrary.C);
  static final Libc GETEUID = new Libc("geteuid", NativeLibrary.C);
  static final Libc GETGRGID_R = new Libc("getgrgid_r", NativeLibrary.C);
  static final Libc GETGRNAM_R = new Libc("getgrnam_r", NativeLibrary.C);
  static final Libc GETGROUPLIST = new Libc("getgrouplist", NativeLibrary.C);
  static final Libc GETGROUPS = new Libc("getgroups", NativeLibrary.C);
  static final Libc GETHOSTBYADDR = new Libc("gethostbyaddr", NativeLibrary.C);
  static final Libc GETHOSTNAME = new Libc("gethostname", NativeLibrary.C);
  static final Libc GETPID = new Libc("getpid", NativeLibrary.C);
  static final Libc GETPWNAM_R = new Libc("getpwnam_r", NativeLibrary.C);
  static final Libc GETPWUID_R = new Libc("getpwuid_r", NativeLibrary.C);
  static final Libc GETRLIMIT = new Libc("getrlimit", NativeLibrary.C);
  static final Libc GETSOCKNAME = new Libc("getsockname", NativeLibrary.C);
  static final Libc GETSOCKOPT = new Libc("getsockopt", NativeLibrary.C);
  static final Libc GETSPNAM_R = new Libc("getspnam_r", NativeLibrary.C);
  static final Libc GETUID = new Libc("getuid", NativeLibrary.C);
  static final Libc GRANTPT = new Libc("grantpt", NativeLibrary.C);
  static final Libc INET_NTOP = new Libc("inet_ntop", NativeLibrary.C);
  static final Libc INITGROUPS = new Libc("initgroups", NativeLibrary.C);
  static final Libc INNETGR = new Libc("innetgr", NativeLibrary.C);
  static final Libc IOCTL = new Libc("ioctl", NativeLibrary.C);
  static final Libc ISATTY = new Libc("isatty", NativeLibrary.C);
  static final Libc KILL = new Libc("kill", NativeLibrary.C);
  static final Libc KRB5_FREE_CONTEXT = new Libc("krb5_free_context", NativeLibrary.KRB5);
  static final Libc KRB5_FREE_PRINCIPAL = new Libc("krb5_free_principal", NativeLibrary.KRB5);
  static final Libc KRB5_INIT_CONTEXT = new Libc("krb5_init_context", NativeLibrary.KRB5);
  static final Libc KRB5_KUSEROK = new Libc("krb5_kuserok", NativeLibrary.KRB5);
  static final Libc KRB5_PARSE_NAME = new Libc("krb5_parse_name", NativeLibrary.KRB5);
  static final Libc LINKAT = new Libc("linkat", NativeLibrary.C);
  static final Libc LISTEN = new Libc("listen", NativeLibrary.C);
  static final Libc MALLOC = new Libc("malloc", NativeLibrary.C);
  static final Libc MKDIRAT = new Libc("mkdirat", NativeLibrary.C);
  static final Libc MLOCK = new Libc("mlock", NativeLibrary.C);
  static final Libc MUNLOCK = new Libc("munlock", NativeLibrary.C);
  static final Libc OPEN = new Libc("open", NativeLibrary.C);
  static final Libc OPENAT = new Libc("openat", NativeLibrary.C);
  static final Libc OPENLOG = new Libc("openlog", NativeLibrary.C);
  static final Libc PAM_ACCT_MGMT = new Libc("pam_acct_mgmt", NativeLibrary.PAM);
  static final Libc PAM_AUTHENTICATE = new Libc("pam_authenticate", NativeLibrary.PAM);
  static final Libc PAM_CHAUTHTOK = new Libc("pam_chauthtok", NativeLibrary.PAM);
  static final Libc PAM_CLOSE_SESSION = new Libc("pam_close_session", NativeLibrary.PAM);
  static final Libc PAM_END = new Libc("pam_end", NativeLibrary.PAM);
  static final Libc PAM_GETENVLIST = new Libc("pam_getenvlist", NativeLibrary.PAM);
  static final Libc PAM_OPEN_SESSION = new Libc("pam_open_session", NativeLibrary.PAM);
  static final Libc PAM_PUTENV = new Libc("pam_putenv", NativeLibrary.PAM);
  static final Libc PAM_SETCRED = new Libc("pam_setcred", NativeLibrary.PAM);
  static final Libc PAM_SET_ITEM = new Libc("pam_set_item", NativeLibrary.PAM);
  static final Libc PAM_START = new Libc("pam_start", NativeLibrary.PAM);
  static final Libc PAM_STRERROR = new Libc("pam_strerror", NativeLibrary.PAM);
  static final Libc PIPE2 = new Libc("pipe2", NativeLibrary.C);
  static final Libc POLL = new Libc("poll", NativeLibrary.C);
  static final Libc POSIX_OPENPT = new Libc("posix_openpt", NativeLibrary.C);
  static final Libc POSIX_SPAWN = new Libc("posix_spawn", NativeLibrary.C);
  static final Libc POSIX_SPAWNATTR_DESTROY = new Libc("posix_spawnattr_destroy", NativeLibrary.C);
  static final Libc POSIX_SPAWNATTR_INIT = new Libc("posix_spawnattr_init", NativeLibrary.C);
  static final Libc POSIX_SPAWNATTR_SETFLAGS =
      new Libc("posix_spawnattr_setflags", NativeLibrary.C);
  static final Libc POSIX_SPAWNATTR_SETSIGDEFAULT =
      new Libc("posix_spawnattr_setsigdefault", NativeLibrary.C);
  static final Libc POSIX_SPAWNATTR_SETSIGMASK =
      new Libc("posix_spawnattr_setsigmask", NativeLibrary.C);
  static final Libc POSIX_SPAWN_FILE_ACTIONS_ADDCHDIR_NP =
      new Libc("posix_spawn_file_actions_addchdir_np", NativeLibrary.C);
  static final Libc POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP =
      new Libc("posix_spawn_file_actions_addclosefrom_np", NativeLibrary.C);
  static final Libc POSIX_SPAWN_FILE_ACTIONS_ADDDUP2 =
      new Libc("posix_spawn_file_actions_adddup2", NativeLibrary.C);
  static final Libc POSIX_SPAWN_FILE_ACTIONS_ADDOPEN =
      new Libc("posix_spawn_file_actions_addopen", NativeLibrary.C);
  static final Libc POSIX_SPAWN_FILE_ACTIONS_ADDFCHDIR_NP =
      new Libc("posix_spawn_file_actions_addfchdir_np", NativeLibrary.C);
  static final Libc POSIX_SPAWN_FILE_ACTIONS_DESTROY =
      new Libc("posix_spawn_file_actions_destroy", NativeLibrary.C);
  static final Libc POSIX_SPAWN_FILE_ACTIONS_INIT =
      new Libc("posix_spawn_file_actions_init", NativeLibrary.C);
  static final Libc PRCTL = new Libc("prctl", NativeLibrary.C);
  static final Libc PREAD = new Libc("pread", NativeLibrary.C);
  static final Libc PRLIMIT = new Libc("prlimit", NativeLibrary.C);
  static final Libc PTHREAD_SIGMASK = new Libc("pthread_sigmask", NativeLibrary.C);
  static final Libc PTSNAME_R = new Libc("ptsname_r", NativeLibrary.C);
  static final Libc PUTUTXLINE = new Libc("pututxline", NativeLibrary.C);
  static final Libc PWRITE = new Libc("pwrite", NativeLibrary.C);
  static final Libc RAISE = new Libc("raise", NativeLibrary.C);
  static final Libc READ = new Libc("read", NativeLibrary.C);
  static final Libc READLINKAT = new Libc("readlinkat", NativeLibrary.C);
  static final Libc RECVMSG = new Libc("recvmsg", NativeLibrary.C);
  static final Libc RENAMEAT = new Libc("renameat", NativeLibrary.C);
  static final Libc SENDMSG = new Libc("sendmsg", NativeLibrary.C);
  static final Libc SETENV = new Libc("setenv", NativeLibrary.C);
  static final Libc SETRLIMIT = new Libc("setrlimit", NativeLibrary.C);
  static final Libc SETUTXENT = new Libc("setutxent", NativeLibrary.C);
  static final Libc SHUTDOWN = new Libc("shutdown", NativeLibrary.C);
  static final Libc SIGEMPTYSET = new Libc("sigemptyset", NativeLibrary.C);
  static final Libc SIGFILLSET = new Libc("sigfillset", NativeLibrary.C);
  static final Libc SIGNAL = new Libc("signal", NativeLibrary.C);
  static final Libc SOCKET = new Libc("socket", NativeLibrary.C);
  static final Libc SOCKETPAIR = new Libc("socketpair", NativeLibrary.C);
  static final Libc SPLICE = new Libc("splice", NativeLibrary.C);
  static final Libc STATX = new Libc("statx", NativeLibrary.C);
  static final Libc STRERROR_R = new Libc("__xpg_strerror_r", NativeLibrary.C);
  static final Libc SYMLINKAT = new Libc("symlinkat", NativeLibrary.C);
  static final Libc SYSCALL = new Libc("syscall", NativeLibrary.C);
  static final Libc SYSLOG = new Libc("syslog", NativeLibrary.C);
  static final Libc TCGETPGRP = new Libc("tcgetpgrp", NativeLibrary.C);
  static final Libc UMASK = new Libc("umask", NativeLibrary.C);
  static final Libc UNLINKAT = new Libc("unlinkat", NativeLibrary.C);
  static final Libc UNLOCKPT = new Libc("unlockpt", NativeLibrary.C);
  static final Libc UNSHARE = new Libc("unshare", NativeLibrary.C);
  static final Libc UTIMENSAT = new Libc("utimensat", NativeLibrary.C);
  static final Libc WAITID = new Libc("waitid", NativeLibrary.C);
  static final Libc WAITPID = new Libc("waitpid", NativeLibrary.C);
  static final Libc WRITE = new Libc("write", NativeLibrary.C);

  private final String symbol;
  private final NativeLibrary library;
  private volatile MemorySegment address = MemorySegment.NULL;

  private Libc(String symbol, NativeLibrary library) {
    this.symbol = symbol;
    this.library = library;
  }

  String symbol() {
    return symbol;
  }

  /** The function's address; found once. */
  MemorySegment address() {
    MemorySegment known = address;
    if (known.address() == 0) {
      known =
          library
              .lookup()
              .find(symbol)
              .orElseThrow(() -> new UnsupportedOperationException("this system has no " + symbol));
      address = known;
    }
    return known;
  }

  static String errorText(int errno) {
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment text = frame.allocate(256);
      frame.call(STRERROR_R, errno, text.address(), text.byteSize());
      return text.getString(0);
    }
  }
}
