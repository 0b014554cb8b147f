package dev.aikagi.tools.inventory;

import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Getopt;
import dev.aikagi.tools.copyid.Destination;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The words behind --inventory.
 *
 * @param log of -L
 * @param forSsh the options for ssh, as its words
 * @param targets what is to be listed; empty for what is one's own
 */
record InventoryLine(
    boolean json,
    boolean verbose,
    Optional<String> log,
    List<String> forSsh,
    List<String> targets) {
  private static final String OPTIONS = "vL:F:J:o:p:";
  private static final String JSON = "--json";

  /** A fault with no text is answered with the usage. */
  static InventoryLine parse(List<String> given, PrintStream errors) throws Fatal {
    List<String> words = new ArrayList<>(given);
    boolean json = words.removeIf(JSON::equals);
    boolean verbose = false;
    Optional<String> log = Optional.empty();
    List<String> forSsh = new ArrayList<>();
    List<String> targets = new ArrayList<>();
    Getopt getopt = new Getopt(OPTIONS, words, errors);
    while (getopt.index() < words.size()) {
      int letter = getopt.next();
      switch (letter) {
        case Getopt.FAULT -> throw new Fatal("", Exit.FAILURE);
        case Getopt.END -> {
          // Options may stand between operands.
          List<String> rest = getopt.operands();
          boolean all = getopt.index() > 0 && words.get(getopt.index() - 1).equals("--");
          targets.addAll(rest.subList(0, Math.min(rest.size(), all ? rest.size() : 1)));
          getopt.resume(all ? words.size() : getopt.index() + 1);
        }
        case 'v' -> verbose = true;
        case 'L' -> log = Optional.of(getopt.value());
        default -> forSsh.addAll(List.of("-" + (char) letter, getopt.value()));
      }
    }
    for (String target : targets) {
      if (!Destination.isNamed(target)) {
        throw new Fatal("", Exit.FAILURE);
      }
    }
    return new InventoryLine(json, verbose, log, List.copyOf(forSsh), List.copyOf(targets));
  }
}
