package dev.aikagi.tools.configcheck;

import static dev.aikagi.config.ServerKeywords.USE_DNS;

import dev.aikagi.config.ConnectionFacts;
import dev.aikagi.config.ListenAddress;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.pattern.AddressPatterns;
import dev.aikagi.pattern.Patterns;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Examples of connections: for each Match line that asks where one comes from or goes to, one for
 * which it holds, and some for which it does not.
 */
final class Places {
  private static final int MOST = 200;
  private static final String ANY = "*";
  private static final Set<String> OF_PLACES =
      Set.of("host", "address", "localaddress", "localport", "rdomain");

  private final boolean named;
  private final List<String> own;
  private final List<Integer> ports;

  private Places(Checked checked, ServerConfig config) {
    this.named = config.value(USE_DNS);
    this.own =
        checked.machine().surroundings().localAddresses().stream()
            .map(InetAddress::getHostAddress)
            .toList();
    this.ports = config.listenAddresses().stream().map(ListenAddress::port).distinct().toList();
  }

  /** A stranger first, who comes to the first port. */
  static List<Place> of(Checked checked, ServerConfig config) {
    Places places = new Places(checked, config);
    List<Place> all = new ArrayList<>();
    places.holding(Map.of()).ifPresent(f -> all.add(new Place(Optional.empty(), true, f)));
    for (Entry entry : checked.all()) {
      if (entry.opens() && entry.block().isMatch() && all.size() < MOST) {
        Map<String, String> criteria = criteria(entry.words());
        Optional<Entry> block = Optional.of(entry);
        if (criteria.keySet().stream().anyMatch(OF_PLACES::contains)) {
          places.holding(criteria).ifPresent(f -> all.add(new Place(block, true, f)));
        }
        places.notHolding(criteria).forEach(f -> all.add(new Place(block, false, f)));
      }
    }
    return all;
  }

  private static Map<String, String> criteria(List<String> words) {
    Map<String, String> criteria = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String name = (equals < 0 ? word : word.substring(0, equals)).toLowerCase(Locale.ROOT);
      if (equals >= 0) {
        criteria.put(name, word.substring(equals + 1));
      } else if (!name.equals("all") && !name.equals("invalid-user") && i + 1 < words.size()) {
        criteria.put(name, words.get(++i));
      }
    }
    return criteria;
  }

  /** Empty where no connection is such, as to a port that nothing listens on. */
  private Optional<ConnectionFacts> holding(Map<String, String> criteria) {
    String from = criteria.getOrDefault("address", ANY);
    String to = criteria.getOrDefault("localaddress", ANY);
    String host = criteria.getOrDefault("host", ANY);
    String domain = criteria.getOrDefault("rdomain", "");
    Predicate<String> hosts = h -> Patterns.matchesHostList(h, host);
    return facts(
        // Without UseDNS the address is all the name that there is.
        Examples.address(
            a -> isIn(a, from) && (named || hosts.test(a)), Examples.STRANGERS, from, host),
        named ? Examples.name(hosts, host) : Optional.empty(),
        Examples.address(a -> isIn(a, to), own, to, Examples.HERE),
        port(p -> p.equals(criteria.getOrDefault("localport", p))),
        domain.isEmpty()
            ? Optional.empty()
            : Examples.name(d -> Patterns.matchesList(d, domain), domain));
  }

  /** One for each criterion that somebody may not meet; strangers are looked at in any case. */
  private List<ConnectionFacts> notHolding(Map<String, String> criteria) {
    List<Optional<ConnectionFacts>> all = new ArrayList<>();
    Optional<String> stranger = Optional.of(Examples.STRANGERS.getFirst());
    Optional<String> here = Examples.address(a -> true, own, Examples.HERE);
    Optional<Integer> first = port(p -> true);
    Optional<String> none = Optional.empty();
    criteria.forEach(
        (name, list) -> {
          switch (name) {
            case "address" ->
                all.add(facts(elsewhere(a -> isIn(a, list), list), none, here, first, none));
            case "host" ->
                all.add(
                    named
                        ? facts(
                            stranger,
                            Examples.name(n -> !Patterns.matchesHostList(n, list), list),
                            here,
                            first,
                            none)
                        : facts(
                            elsewhere(a -> Patterns.matchesHostList(a, list), list),
                            none,
                            here,
                            first,
                            none));
            case "localaddress" ->
                all.add(
                    facts(
                        stranger,
                        none,
                        Examples.address(a -> !isIn(a, list), own, list),
                        first,
                        none));
            case "localport" ->
                all.add(facts(stranger, none, here, port(p -> !p.equals(list)), none));
            default -> {}
          }
        });
    return all.stream().flatMap(Optional::stream).toList();
  }

  private static Optional<String> elsewhere(Predicate<String> there, String list) {
    return Examples.address(there.negate(), Examples.STRANGERS, list);
  }

  private static Optional<ConnectionFacts> facts(
      Optional<String> address,
      Optional<String> name,
      Optional<String> local,
      Optional<Integer> port,
      Optional<String> domain) {
    return address.isEmpty() || local.isEmpty() || port.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ConnectionFacts(
                Optional.empty(), false, name.or(() -> address), address, local, port, domain));
  }

  private Optional<Integer> port(Predicate<String> fits) {
    return ports.stream().filter(p -> fits.test(p.toString())).findFirst();
  }

  private static boolean isIn(String address, String list) {
    return AddressPatterns.matchAddress(address, list) == AddressPatterns.Result.MATCH;
  }
}
