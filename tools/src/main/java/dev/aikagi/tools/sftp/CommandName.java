package dev.aikagi.tools.sftp;

import java.util.Locale;
import java.util.Optional;

/** The commands, one row each: what is typed, what it is, and what its words name. */
enum CommandName {
  BYE("bye", Action.QUIT, Names.NONE),
  CD("cd", Action.CD, Names.REMOTE),
  CHDIR("chdir", Action.CD, Names.REMOTE),
  CHGRP("chgrp", Action.CHGRP, Names.REMOTE),
  CHMOD("chmod", Action.CHMOD, Names.REMOTE),
  CHOWN("chown", Action.CHOWN, Names.REMOTE),
  COPY("copy", Action.COPY, Names.REMOTE),
  CP("cp", Action.COPY, Names.REMOTE),
  DF("df", Action.DF, Names.REMOTE),
  DIR("dir", Action.LS, Names.REMOTE),
  EXIT("exit", Action.QUIT, Names.NONE),
  GET("get", Action.GET, Names.REMOTE),
  HELP("help", Action.HELP, Names.NONE),
  LCD("lcd", Action.LCD, Names.LOCAL),
  LCHDIR("lchdir", Action.LCD, Names.LOCAL),
  LLS("lls", Action.LLS, Names.LOCAL),
  LMKDIR("lmkdir", Action.LMKDIR, Names.LOCAL),
  LN("ln", Action.LN, Names.REMOTE),
  LPWD("lpwd", Action.LPWD, Names.LOCAL),
  LS("ls", Action.LS, Names.REMOTE),
  LUMASK("lumask", Action.LUMASK, Names.NONE),
  MKDIR("mkdir", Action.MKDIR, Names.REMOTE),
  MGET("mget", Action.GET, Names.REMOTE),
  MPUT("mput", Action.PUT, Names.LOCAL),
  PROGRESS("progress", Action.PROGRESS, Names.NONE),
  PUT("put", Action.PUT, Names.LOCAL),
  PWD("pwd", Action.PWD, Names.REMOTE),
  QUIT("quit", Action.QUIT, Names.NONE),
  REGET("reget", Action.REGET, Names.REMOTE),
  RENAME("rename", Action.RENAME, Names.REMOTE),
  REPUT("reput", Action.REPUT, Names.LOCAL),
  RM("rm", Action.RM, Names.REMOTE),
  RMDIR("rmdir", Action.RMDIR, Names.REMOTE),
  SYMLINK("symlink", Action.SYMLINK, Names.REMOTE),
  VERSION("version", Action.VERSION, Names.NONE),
  SHELL("!", Action.SHELL, Names.NONE),
  QUESTION("?", Action.HELP, Names.NONE);

  /** What a command does; several may have the same. */
  enum Action {
    QUIT,
    CD,
    CHGRP,
    CHMOD,
    CHOWN,
    COPY,
    DF,
    LS,
    GET,
    REGET,
    HELP,
    LCD,
    LLS,
    LMKDIR,
    LN,
    LPWD,
    LUMASK,
    MKDIR,
    PUT,
    REPUT,
    PROGRESS,
    PWD,
    RENAME,
    RM,
    RMDIR,
    SYMLINK,
    VERSION,
    SHELL
  }

  /** What the words behind it are the names of, for who completes them. */
  enum Names {
    NONE,
    REMOTE,
    LOCAL
  }

  private final String word;
  private final Action action;
  private final Names names;

  CommandName(String word, Action action, Names names) {
    this.word = word;
    this.action = action;
    this.names = names;
  }

  String word() {
    return word;
  }

  Action action() {
    return action;
  }

  Names names() {
    return names;
  }

  /** By the whole word, in either case. */
  static Optional<CommandName> of(String typed) {
    String wanted = typed.toLowerCase(Locale.ROOT);
    for (CommandName name : values()) {
      if (name.word.equals(wanted)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}
