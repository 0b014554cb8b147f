package dev.aikagi.tools.ssh;

import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.HostLines;
import dev.aikagi.config.Keyword;
import dev.aikagi.config.Position;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Sh;
import dev.aikagi.tools.explain.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What somebody typed to get somewhere, and the commands that follow from it. */
record Typed(ClientConfig config, CommandLine line, LocalMachine machine) {
  /** A list of algorithms without quotes, and what may stand behind it. */
  private static final Pattern LIST =
      Pattern.compile("[A-Za-z]+[ \\t=]+([^\" \\t#]+)[ \\t]*(?:#.*)?");

  /** The way there once more, with these options in front, and without what is to run there. */
  String ssh(String... options) {
    return sshTo(config.originalHost(), options);
  }

  /** The same to a host of another name. */
  String sshTo(String host, String... options) {
    return to(host, "ssh", List.of(options), line.identities(), line.options());
  }

  /** The same question for ssh-doctor, without what a tool around ssh has added. */
  String doctor() {
    return to(config.originalHost(), "ssh-doctor", List.of(), line.identities(), List.of());
  }

  /** The same for ssh-copy-id, which takes fewer options. */
  String copyId(String key) {
    List<String> options =
        line.options().stream()
            // Whoever may be asked for nothing gets in nowhere with a key that is not there yet.
            .filter(o -> !o.toLowerCase(Locale.ROOT).startsWith("batchmode"))
            .toList();
    return to(config.originalHost(), "ssh-copy-id", List.of("-i", key), List.of(), options);
  }

  /** Makes a key with a default name, and has the server know it. */
  Remedy newKey() {
    String key = machine.homeDirectory() + "/.ssh/id_ed25519";
    return Remedy.here(Sh.line("ssh-keygen", "-t", "ed25519", "-f", key), copyId(key + ".pub"));
  }

  private String to(
      String host, String tool, List<String> first, List<String> identities, List<String> options) {
    List<String> all = new ArrayList<>(List.of(tool));
    all.addAll(first);
    line.configFile().ifPresent(f -> all.addAll(List.of("-F", f)));
    if (!first.contains("-J")) {
      line.jump().ifPresent(j -> all.addAll(jump(tool, j)));
    }
    if (isTyped(ClientKeywords.PORT) && !first.contains("-p")) {
      all.addAll(List.of("-p", Integer.toString(config.value(ClientKeywords.PORT))));
    }
    identities.forEach(i -> all.addAll(List.of("-i", i)));
    options.forEach(o -> all.addAll(List.of("-o", o)));
    all.add((isTyped(ClientKeywords.USER) ? config.user() + "@" : "") + host);
    return Sh.line(all);
  }

  /** ssh-copy-id knows no -J. */
  private static List<String> jump(String tool, String hosts) {
    return tool.equals("ssh-copy-id")
        ? List.of("-o", ClientKeywords.PROXY_JUMP.name() + "=" + hosts)
        : List.of("-J", hosts);
  }

  private boolean isTyped(Keyword<?> keyword) {
    return isTyped(config, keyword);
  }

  /** Whether the command line says it, and no file. */
  static boolean isTyped(ClientConfig config, Keyword<?> keyword) {
    List<Position> positions = config.positions(keyword);
    return !positions.isEmpty() && positions.getFirst().line() == 0;
  }

  /** The file that the user's own settings are in. */
  String configFile() {
    return line.configFile()
        .filter(f -> !f.equalsIgnoreCase("none"))
        .orElse(machine.homeDirectory() + "/.ssh/config");
  }

  /** A block for this host. */
  String addHost(String... settings) {
    return ConfigEdit.addHost(configFile(), config.originalHost(), settings);
  }

  /** Where a keyword is set in a file; empty where it is not, or on the command line. */
  Optional<Position> position(Keyword<?> keyword) {
    return config.positions(keyword).stream().filter(p -> p.line() > 0).findFirst();
  }

  Optional<Position> position(String keyword) {
    return keyword(keyword).flatMap(this::position);
  }

  /** The line that sets a keyword, as evidence. */
  List<Words> seen(String keyword) {
    return position(keyword).map(this::lineOf).stream().toList();
  }

  Words lineOf(Position p) {
    return Words.of("seen.line", "file", p.file(), "line", p.line(), "text", text(p));
  }

  private static String text(Position p) {
    try {
      return Files.readAllLines(Path.of(p.file())).get(p.line() - 1).strip();
    } catch (IOException | RuntimeException e) {
      // It has changed since: the place alone is evidence enough.
      return "";
    }
  }

  /**
   * What lasts, and then what helps this once.
   *
   * @param lasting the command that changes a file; of no use where the command line decides
   * @param once the option that does it for one run
   */
  List<Remedy> remedies(String keyword, Supplier<String> lasting, String... once) {
    List<Remedy> remedies = new ArrayList<>();
    boolean decided = keyword(keyword).filter(this::isTyped).isPresent();
    boolean file = line.configFile().filter("none"::equalsIgnoreCase).isEmpty();
    if (!decided && file) {
      remedies.add(Remedy.here(lasting.get()));
    }
    remedies.add(Remedy.here(ssh(once)));
    return remedies;
  }

  private static Optional<Keyword<?>> keyword(String name) {
    for (Keyword<?> keyword : ClientKeywords.all()) {
      if (keyword.name().equalsIgnoreCase(name)) {
        return Optional.of(keyword);
      }
    }
    return Optional.empty();
  }

  /** One algorithm more: in the line that has the list, or in a block of its own. */
  List<Remedy> widen(String keyword, String name) {
    return remedies(keyword, () -> widened(keyword, name), "-o", keyword + "=+" + name);
  }

  private String widened(String keyword, String name) {
    Optional<Position> set = position(keyword);
    if (set.isEmpty()) {
      return addHost(keyword + " +" + name);
    }
    Matcher list = LIST.matcher(text(set.get()));
    boolean grows = list.matches() && !list.group(1).startsWith("-");
    String text = keyword + " " + (grows ? list.group(1) + "," : "+") + name;
    return inPlaceOrFirst(set.get(), text);
  }

  /**
   * The line itself where it is about this host alone; else a block in front of everything, since
   * ssh takes the first value that it meets, and other hosts keep theirs.
   */
  private String inPlaceOrFirst(Position at, String text) {
    return isOfThisHost(at)
        ? ConfigEdit.replace(at.file(), at.line(), "    " + text)
        : ConfigEdit.firstHost(configFile(), config.originalHost(), text);
  }

  private boolean isOfThisHost(Position at) {
    List<HostLines.Host> above =
        HostLines.in(at.file()).stream().filter(h -> h.position().line() < at.line()).toList();
    return !above.isEmpty()
        && at.file().equals(configFile())
        && above.getLast().patterns().equals(List.of(config.originalHost()));
  }

  /** A keyword with another value. */
  List<Remedy> set(Keyword<?> keyword, String value) {
    return set(keyword, value, "-o", keyword.name() + "=" + value);
  }

  /**
   * The same: in the line that sets it, or in a block of its own.
   *
   * @param once the option that does it for one run
   */
  List<Remedy> set(Keyword<?> keyword, String value, String... once) {
    String text = keyword.name() + " " + value;
    return remedies(
        keyword.name(),
        () -> position(keyword).map(p -> inPlaceOrFirst(p, text)).orElseGet(() -> addHost(text)),
        once);
  }
}
