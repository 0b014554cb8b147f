package dev.aikagi.tools.configcheck;

import dev.aikagi.Reason;
import java.util.List;

/** A line for which a configuration file is refused as a whole. */
public sealed interface ConfigLineReason extends Reason {
  /** The file, as it was named. */
  String file();

  /** Counted from 1. */
  int line();

  /** As written. */
  String keyword();

  /** No keyword, but nearly one. */
  record Misspelt(String file, int line, String keyword, String nearest)
      implements ConfigLineReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " is no keyword; " + nearest + " is";
    }
  }

  /** A word that means nothing. */
  record UnknownKeyword(String file, int line, String keyword) implements ConfigLineReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " is no keyword";
    }
  }

  /** A keyword of the other program. */
  record WrongFile(String file, int line, String keyword, String belongs)
      implements ConfigLineReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " is a keyword of " + belongs;
    }
  }

  /** A keyword that only the programs of another system have. */
  record OtherSystem(String file, int line, String keyword, String system)
      implements ConfigLineReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " is a keyword of " + system + " only";
    }
  }

  /** A keyword alone. */
  record NoValue(String file, int line, String keyword) implements ConfigLineReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " has no value";
    }
  }

  /** A quote that is not closed. */
  record OpenQuote(String file, int line, String keyword) implements ConfigLineReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " has a quote that is left open";
    }
  }

  /** A value that is none of those that there are. */
  record BadValue(String file, int line, String keyword, String value, List<String> allowed)
      implements ConfigLineReason {
    public BadValue {
      allowed = List.copyOf(allowed);
    }

    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " does not take " + value;
    }
  }

  /** A value of the wrong form. */
  record BadArgument(String file, int line, String keyword, String value, String fault)
      implements ConfigLineReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " does not take " + value + ": " + fault;
    }
  }

  /** More words than the keyword takes. */
  record ExtraWords(String file, int line, String keyword, List<String> words)
      implements ConfigLineReason {
    public ExtraWords {
      words = List.copyOf(words);
    }

    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " has words too many: " + String.join(" ", words);
    }
  }

  /** A keyword of the whole server inside of a Match block. */
  record NotInMatch(String file, int line, String keyword, String block)
      implements ConfigLineReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " cannot stand in the block " + block;
    }
  }

  /** An algorithm that was taken out of OpenSSH. */
  record RemovedAlgorithm(String file, int line, String keyword, String name)
      implements ConfigLineReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " lists " + name + ", which is no more";
    }
  }

  /** A name that no algorithm has. */
  record UnknownAlgorithm(String file, int line, String keyword, String name, List<String> nearest)
      implements ConfigLineReason {
    public UnknownAlgorithm {
      nearest = List.copyOf(nearest);
    }

    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " lists " + name + ", which is no algorithm";
    }
  }

  /** A list of algorithms that leaves none. */
  record NothingLeft(String file, int line, String keyword, String value)
      implements ConfigLineReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " leaves no algorithm: " + value;
    }
  }

  /**
   * A subsystem has a line already.
   *
   * @param first where that is
   */
  record DefinedTwice(String file, int line, String keyword, String name, String first)
      implements ConfigLineReason {
    @Override
    public String summary() {
      return file + ":" + line + ": Subsystem '" + name + "' already defined at " + first;
    }
  }

  /** What only reading the file as a whole shows. */
  record Refused(String file, int line, String keyword, String fault) implements ConfigLineReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + ": " + fault;
    }
  }
}
