package dev.aikagi.tools.keygen;

import dev.aikagi.tools.Getopt;
import dev.aikagi.tools.copyid.Destination;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The words behind --rotate: a key, then destinations, and among them options for the key to be
 * made and for ssh.
 *
 * @param key the file of the private half
 * @param request the options of the key to be made
 */
record RotateLine(String key, Request request, List<Destination> destinations) {
  private static final String OPTIONS = "qva:b:C:m:N:P:t:Z:F:J:o:p:";
  private static final String FOR_SSH = "FJop";

  static RotateLine parse(List<String> words, Desk desk) throws Failure {
    List<String> forKey = new ArrayList<>();
    List<String> forSsh = new ArrayList<>();
    Set<String> operands = new LinkedHashSet<>();
    boolean verbose = false;
    Getopt getopt = new Getopt(OPTIONS, words, desk.err());
    while (getopt.index() < words.size()) {
      int letter = getopt.next();
      if (letter == Getopt.FAULT) {
        throw usage(desk, "");
      }
      if (letter == Getopt.END) {
        // Options may stand behind the key and between destinations.
        List<String> rest = getopt.operands();
        boolean all = getopt.index() > 0 && words.get(getopt.index() - 1).equals("--");
        operands.addAll(rest.subList(0, Math.min(rest.size(), all ? rest.size() : 1)));
        getopt.resume(all ? words.size() : getopt.index() + 1);
      } else if (FOR_SSH.indexOf(letter) >= 0) {
        forSsh.addAll(List.of("-" + (char) letter, getopt.value()));
      } else if (letter == 'v') {
        verbose = true;
      } else {
        forKey.add("-" + (char) letter);
        if (letter != 'q') {
          forKey.add(getopt.value());
        }
      }
    }
    return of(new ArrayList<>(operands), forKey, forSsh, verbose, desk);
  }

  private static RotateLine of(
      List<String> operands, List<String> forKey, List<String> forSsh, boolean verbose, Desk desk)
      throws Failure {
    if (operands.size() < 2) {
      throw usage(desk, operands.isEmpty() ? "Which key?" : "At which destinations?");
    }
    String key = operands.removeFirst();
    List<Destination> destinations = new ArrayList<>();
    for (String name : operands) {
      if (!Destination.isNamed(name)) {
        throw usage(desk, "\"" + name + "\" is no destination.");
      }
      destinations.add(new Destination(forSsh, name, verbose));
    }
    String file = key.endsWith(".pub") ? key.substring(0, key.length() - ".pub".length()) : key;
    return new RotateLine(file, CommandLine.parse(forKey, desk), destinations);
  }

  private static Failure usage(Desk desk, String fault) {
    if (!fault.isEmpty()) {
      desk.log(fault);
    }
    desk.err().print(Usage.TEXT);
    return Failure.silent();
  }
}
