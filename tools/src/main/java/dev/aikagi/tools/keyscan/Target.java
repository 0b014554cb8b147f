package dev.aikagi.tools.keyscan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.stream.Stream;

/**
 * One machine to ask.
 *
 * @param addresses of the same machine: the next is tried where one does not answer
 * @param names what the keys are printed for
 * @param stray whether it is one of a whole network: most of those are no servers, and that is not
 *     worth a line each
 */
public record Target(List<String> addresses, List<String> names, boolean stray) {
  public Target {
    addresses = List.copyOf(addresses);
    names = List.copyOf(names);
  }

  /**
   * A word of the command line or a line of a file: {@code addrlist [namelist] [# comment]}. An
   * empty one is nobody.
   */
  public static Stream<Target> of(String line) {
    int comment = line.indexOf('#');
    StringTokenizer fields =
        new StringTokenizer(comment < 0 ? line : line.substring(0, comment), " \t\r");
    if (!fields.hasMoreTokens()) {
      return Stream.empty();
    }
    List<String> addresses = words(fields.nextToken());
    List<String> names = new ArrayList<>();
    while (fields.hasMoreTokens()) {
      names.addAll(words(fields.nextToken()));
    }
    return of(addresses, names.isEmpty() ? Optional.empty() : Optional.of(names));
  }

  private static List<String> words(String list) {
    return Stream.of(list.split(",")).filter(w -> !w.isEmpty()).toList();
  }

  private static Stream<Target> of(List<String> addresses, Optional<List<String>> names) {
    if (addresses.isEmpty()) {
      return Stream.empty();
    }
    if (addresses.size() == 1) {
      Optional<AddressRange> range = AddressRange.parse(addresses.getFirst());
      if (range.isPresent()) {
        return range
            .get()
            .addresses()
            .map(a -> new Target(List.of(a), names.orElse(List.of(a)), true));
      }
    }
    return Stream.of(new Target(addresses, names.orElse(addresses), false));
  }
}
