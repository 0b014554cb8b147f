package dev.aikagi.tools.sftpserver;

import dev.aikagi.Bytes;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.OpenFlag;
import dev.aikagi.sftp.SftpServerEvent;
import dev.aikagi.sftp.SftpServerObserver;
import dev.aikagi.sftp.SftpStatus;
import dev.aikagi.tools.ServerLog;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes what a server does in the lines of OpenSSH's, which people search logs for. */
final class Transcript implements SftpServerObserver {
  private final ServerLog log;
  private final String user;
  private final String peer;

  Transcript(ServerLog log, String user, String peer) {
    this.log = log;
    this.user = user;
    this.peer = peer;
  }

  void opened() {
    session("opened");
  }

  void closed() {
    session("closed");
  }

  /** What came could not be told apart into requests. */
  void badMessage() {
    log.error("bad message from " + peer + " local user " + user);
  }

  private void session(String what) {
    info("session " + what + " for local user " + user + " from [" + peer + "]");
  }

  @Override
  public void on(SftpServerEvent event) {
    if (!log.logs(ServerLog.Level.INFO) && !(event instanceof SftpServerEvent.Unknown)) {
      return;
    }
    switch (event) {
      case SftpServerEvent.Started s -> verbose("received client version " + s.version());
      case SftpServerEvent.Closed c -> closed(c);
      case SftpServerEvent.Refused r -> refused(r);
      case SftpServerEvent.Unknown u -> unknown(u);
      case SftpServerEvent.Performed p -> {
        performed(p);
        result(p);
      }
    }
  }

  private void closed(SftpServerEvent.Closed c) {
    String name = (c.forced() ? "forced close " : "close ") + quoted(c.path());
    if (c.folder()) {
      info((c.forced() ? "forced closedir " : "closedir ") + quoted(c.path()));
    } else {
      info(name + " bytes read " + c.bytesRead() + " written " + c.bytesWritten());
    }
  }

  private void refused(SftpServerEvent.Refused r) {
    String name = r.operation().requestName();
    verbose(
        switch (r.reason()) {
          case DENIED -> "Refusing denylisted " + name + " request";
          case NOT_ALLOWED -> "Refusing non-allowlisted " + name + " request";
          case READ_ONLY -> "Refusing " + name + " request in read-only mode";
        });
    sent(SftpStatus.PERMISSION_DENIED);
  }

  private void unknown(SftpServerEvent.Unknown u) {
    log.error(
        u.extension().isPresent()
            ? "Unknown extended request \"" + u.extension().get() + "\""
            : "Unknown message " + u.type());
    sent(SftpStatus.OP_UNSUPPORTED);
  }

  private void performed(SftpServerEvent.Performed p) {
    String name = p.operation().requestName();
    String path = quoted(p.path());
    switch (p.operation()) {
      case OPEN -> info("open " + path + " flags " + flags(p.flags()) + " mode 0" + octal(p, 0666));
      case OPENDIR -> info("opendir " + path);
      case STAT, LSTAT -> verbose(name + " name " + path);
      case REMOVE, RMDIR -> info(name + " name " + path);
      case MKDIR -> info("mkdir name " + path + " mode 0" + octal(p, 0777));
      case SETSTAT, FSETSTAT, LSETSTAT -> changes(path, p.attributes());
      case RENAME, POSIX_RENAME, SYMLINK, HARDLINK ->
          info(name + " old " + path + " new " + quoted(p.second()));
      case REALPATH, READLINK, FSYNC, HOME_DIRECTORY -> verbose(name + " " + path);
      case EXPAND_PATH -> verbose("expand " + path);
      case STATVFS -> verbose("statvfs " + path);
      case COPY_DATA -> verbose("copy-data from " + path + " to " + quoted(p.second()));
      case FSTAT, FSTATVFS, READDIR, LIMITS, USERS_GROUPS_BY_ID, READ, WRITE, CLOSE -> {}
    }
  }

  private void changes(String path, FileAttributes wanted) {
    String set = "set " + path;
    wanted.size().ifPresent(size -> info(set + " size " + size));
    wanted
        .permissions()
        .ifPresent(mode -> info(set + " mode " + String.format(Locale.ROOT, "%04o", mode)));
    wanted.times().ifPresent(times -> info(set + " modtime " + time(times.mtime())));
    wanted
        .owner()
        .ifPresent(owner -> info(set + " owner " + owner.uid() + " group " + owner.gid()));
  }

  private static String time(long seconds) {
    return DateTimeFormatter.ofPattern("yyyyMMdd-HH:mm:ss", Locale.ROOT)
        .withZone(ZoneId.systemDefault())
        .format(Instant.ofEpochSecond(seconds));
  }

  private void result(SftpServerEvent.Performed p) {
    if (p.result() != SftpStatus.OK && p.result() != SftpStatus.EOF) {
      if (!p.reason().isEmpty()) {
        log.log(ServerLog.Level.DEBUG1, p.operation().requestName() + ": " + p.reason());
      }
      sent(p.result());
    }
  }

  private void sent(SftpStatus status) {
    info("sent status " + (status == SftpStatus.NO_SUCH_FILE ? "No such file" : status.text()));
  }

  private static String octal(SftpServerEvent.Performed p, int otherwise) {
    return Integer.toOctalString(p.attributes().permissions().orElse(otherwise));
  }

  private static String flags(Set<OpenFlag> flags) {
    List<String> names = new ArrayList<>();
    for (OpenFlag flag : OpenFlag.values()) {
      if (flags.contains(flag)) {
        names.add(flag == OpenFlag.EXCLUSIVE ? "EXCL" : flag.name());
      }
    }
    return String.join(",", names);
  }

  private static String quoted(Bytes path) {
    return "\"" + path.utf8() + "\"";
  }

  private void info(String line) {
    log.log(ServerLog.Level.INFO, line);
  }

  private void verbose(String line) {
    log.log(ServerLog.Level.VERBOSE, line);
  }
}
