package dev.aikagi.tools.ssh;

import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
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
import java.util.regex.Pattern;

/** What somebody typed to get somewhere, and the commands that follow from it. */
record Typed(ClientConfig config, CommandLine line, List<String> words, LocalMachine machine) {
  /** A list that names what is to be missing: one name more would take more away. */
  private static final Pattern TAKES_AWAY = Pattern.compile("^[A-Za-z]+[ \\t=]+\"?-");

  /** The same once more, with this in front. */
  String ssh(String... options) {
    List<String> all = new ArrayList<>(List.of("ssh"));
    all.addAll(List.of(options));
    all.addAll(words);
    return Sh.line(all);
  }

  /** The same question for ssh-doctor, without what a tool around ssh has added. */
  String doctor() {
    List<String> all = new ArrayList<>(List.of("ssh-doctor"));
    line.configFile().ifPresent(f -> all.addAll(List.of("-F", f)));
    if (isTyped(ClientKeywords.PORT)) {
      all.addAll(List.of("-p", Integer.toString(config.value(ClientKeywords.PORT))));
    }
    line.identities().forEach(i -> all.addAll(List.of("-i", i)));
    all.add((isTyped(ClientKeywords.USER) ? config.user() + "@" : "") + config.originalHost());
    return Sh.line(all);
  }

  /** The same for ssh-copy-id, which takes fewer options. */
  String copyId(String key) {
    List<String> all = new ArrayList<>(List.of("ssh-copy-id", "-i", key));
    line.configFile().ifPresent(f -> all.addAll(List.of("-F", f)));
    if (isTyped(ClientKeywords.PORT)) {
      all.addAll(List.of("-p", Integer.toString(config.value(ClientKeywords.PORT))));
    }
    line.options().stream()
        // Whoever may be asked for nothing gets in nowhere with a key that is not there yet.
        .filter(o -> !o.toLowerCase(Locale.ROOT).startsWith("batchmode"))
        .forEach(o -> all.addAll(List.of("-o", o)));
    all.add((isTyped(ClientKeywords.USER) ? config.user() + "@" : "") + config.originalHost());
    return Sh.line(all);
  }

  private boolean isTyped(Keyword<?> keyword) {
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
    if (set.filter(p -> TAKES_AWAY.matcher(text(p)).find()).isPresent()) {
      return ConfigEdit.replace(set.get().file(), set.get().line(), keyword + " +" + name);
    }
    return set.isPresent()
        ? ConfigEdit.append(set.get().file(), set.get().line(), "," + name)
        : addHost(keyword + " +" + name);
  }

  /** A keyword with another value: in the line that sets it, or in a block of its own. */
  List<Remedy> set(Keyword<?> keyword, String value) {
    return remedies(
        keyword.name(),
        () ->
            position(keyword)
                .map(p -> ConfigEdit.replace(p.file(), p.line(), keyword.name() + " " + value))
                .orElseGet(() -> addHost(keyword.name() + " " + value)),
        "-o",
        keyword.name() + "=" + value);
  }
}
