package dev.aikagi.tools.sftp;

import dev.aikagi.tools.files.Shown;
import java.util.List;
import java.util.Optional;

/** Makes a command of a line. */
final class CommandParser {
  /** What may stand before a command: "-" to go on after its failure, "@" to not show it. */
  private static final String PREFIXES = "-@";

  /**
   * What is between the prefixes and the command itself, and the prefixes.
   *
   * @param ignoresFailure "-"
   * @param silent "@"
   * @param text the command
   */
  record Line(boolean ignoresFailure, boolean silent, String text) {
    static Line of(String line) {
      boolean ignores = false;
      boolean silent = false;
      int at = 0;
      while (at < line.length()) {
        char c = line.charAt(at);
        if (PREFIXES.indexOf(c) >= 0) {
          ignores |= c == '-';
          silent |= c == '@';
        } else if (!Words.isSpace(c)) {
          break;
        }
        at++;
      }
      return new Line(ignores, silent, line.substring(at));
    }
  }

  private final String text;
  private final String name;
  private final List<String> words;
  private int at = 1;

  private CommandParser(String text, String name, List<String> words) {
    this.text = text;
    this.name = name;
    this.words = words;
  }

  /** Reads a line without its prefixes. */
  static Command parse(String text) throws Refusal {
    if (text.isEmpty() || text.startsWith("#")) {
      return new Command.Nothing();
    }
    if (text.indexOf(0) >= 0) {
      throw new Refusal("Invalid command."); // No name has a NUL in it.
    }
    if (text.startsWith("!")) {
      // The rest is the shell's, whatever it quotes.
      return new Command.Shell(text.substring(1));
    }
    List<String> words = Words.of(text).words();
    if (words.isEmpty()) {
      return new Command.Nothing();
    }
    CommandName command =
        CommandName.of(words.getFirst()).orElseThrow(() -> new Refusal("Invalid command."));
    return new CommandParser(text, command.word(), words).arguments(command.action());
  }

  private Command arguments(CommandName.Action action) throws Refusal {
    return switch (action) {
      case GET, REGET, PUT, REPUT -> transfer(action);
      case LS -> list();
      case DF -> fileSystem();
      case CHMOD, CHOWN, CHGRP, LUMASK -> number(action);
      case LN, RENAME, COPY, SYMLINK -> twoPaths(action);
      case LLS -> {
        String rest = text.substring(words.getFirst().length()).stripLeading();
        yield new Command.Shell(rest.isEmpty() ? "/bin/ls" : "/bin/ls " + rest);
      }
      default -> onePath(action);
    };
  }

  private Command onePath(CommandName.Action action) throws Refusal {
    noFlags();
    return switch (action) {
      case RM -> new Command.Remove(pathNeeded());
      case MKDIR -> new Command.MakeFolder(Words.withoutEscapes(pathNeeded()));
      case RMDIR -> new Command.RemoveFolder(Words.withoutEscapes(pathNeeded()));
      case LMKDIR -> new Command.MakeLocalFolder(Words.withoutEscapes(pathNeeded()));
      case CD -> new Command.ChangeFolder(pathIfAny());
      case LCD -> new Command.ChangeLocalFolder(pathIfAny());
      case QUIT -> new Command.Quit();
      case HELP -> new Command.Help();
      case VERSION -> new Command.Version();
      case PROGRESS -> new Command.Progress();
      case PWD -> new Command.PrintFolder();
      case LPWD -> new Command.PrintLocalFolder();
      default -> throw new IllegalStateException(action.name());
    };
  }

  private Command transfer(CommandName.Action action) throws Refusal {
    boolean resume = action == CommandName.Action.REGET || action == CommandName.Action.REPUT;
    boolean sync = false;
    boolean preserve = false;
    boolean recursive = false;
    for (char flag : flags("afPpRr").toCharArray()) {
      switch (flag) {
        case 'a' -> resume = true;
        case 'f' -> sync = true;
        case 'p', 'P' -> preserve = true;
        default -> recursive = true;
      }
    }
    if (at >= words.size()) {
      throw new Refusal("You must specify at least one path after a " + name + " command.");
    }
    TransferFlags flags = new TransferFlags(resume, sync, preserve, recursive);
    String pattern = words.get(at++);
    Optional<String> to =
        at < words.size()
            ? Optional.of(Words.withoutEscapes(words.get(at)))
            : Optional.<String>empty();
    return switch (action) {
      case GET, REGET -> new Command.Get(pattern, to, flags);
      default -> new Command.Put(pattern, to, flags);
    };
  }

  private Command list() throws Refusal {
    ListFlags flags = ListFlags.NONE;
    for (char flag : flags("1Safhlnrt").toCharArray()) {
      flags = flags.with(flag);
    }
    Optional<String> pattern =
        at < words.size() ? Optional.of(words.get(at)) : Optional.<String>empty();
    return new Command.ListFolder(pattern, flags);
  }

  private Command fileSystem() throws Refusal {
    String flags = flags("hi");
    return new Command.FileSystem(pathIfAny(), flags.contains("h"), flags.contains("i"));
  }

  private Command number(CommandName.Action action) throws Refusal {
    boolean lumask = action == CommandName.Action.LUMASK;
    boolean ofLink = !flags(lumask ? "" : "h").isEmpty();
    boolean octal = lumask || action == CommandName.Action.CHMOD;
    long number = at < words.size() ? number(words.get(at++), octal) : -1;
    if (number < 0 || (octal && number > 07777)) {
      throw new Refusal("You must supply a numeric argument to the " + name + " command.");
    }
    if (lumask) {
      return new Command.LocalUmask((int) number);
    }
    String pattern = pathNeeded();
    return switch (action) {
      case CHMOD -> new Command.ChangeMode((int) number, pattern, ofLink);
      case CHGRP -> new Command.ChangeOwner(number, true, pattern, ofLink);
      default -> new Command.ChangeOwner(number, false, pattern, ofLink);
    };
  }

  /** A uint32, octal or as C writes it, or -1. */
  private static long number(String text, boolean octal) {
    try {
      long number = octal ? Long.parseLong(text, 8) : Long.decode(text);
      return number <= 0xffff_ffffL ? number : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private Command twoPaths(CommandName.Action action) throws Refusal {
    boolean flag =
        switch (action) {
          case LN -> !flags("s").isEmpty();
          case RENAME -> !flags("l").isEmpty();
          default -> !flags("").isEmpty();
        };
    if (words.size() - at < 2) {
      throw new Refusal("You must specify two paths after a " + name + " command.");
    }
    String from = Words.withoutEscapes(words.get(at));
    String to = Words.withoutEscapes(words.get(at + 1));
    return switch (action) {
      case RENAME -> new Command.Rename(from, to, flag);
      case COPY -> new Command.Copy(from, to);
      case SYMLINK -> new Command.Symlink(from, to);
      default -> flag ? new Command.Symlink(from, to) : new Command.HardLink(from, to);
    };
  }

  private String pathNeeded() throws Refusal {
    if (at >= words.size()) {
      throw new Refusal("You must specify a path after a " + name + " command.");
    }
    return words.get(at++);
  }

  private Optional<String> pathIfAny() {
    return at < words.size()
        ? Optional.of(Words.withoutEscapes(words.get(at++))).filter(path -> !path.isEmpty())
        : Optional.empty();
  }

  private void noFlags() throws Refusal {
    flags("");
  }

  /** The letters of the words that begin with a dash, as getopt(3) reads them. */
  private String flags(String known) throws Refusal {
    StringBuilder found = new StringBuilder();
    while (at < words.size()) {
      String word = words.get(at);
      if (word.length() < 2 || word.charAt(0) != '-') {
        break;
      }
      at++;
      if (word.equals("--")) {
        break;
      }
      for (char flag : word.substring(1).toCharArray()) {
        if (known.indexOf(flag) < 0) {
          throw new Refusal(name + ": Invalid flag -" + Shown.of(String.valueOf(flag)));
        }
        found.append(flag);
      }
    }
    return found.toString();
  }
}
