package dev.aikagi.pattern;

import dev.aikagi.pattern.Patterns.Match;
import java.util.Optional;

/**
 * Lists of addresses, networks in CIDR form and wildcards, with negation: from= of authorized_keys,
 * USER@HOST of AllowUsers, "Match address" and their kind.
 */
public final class AddressPatterns {
  /** The longest IPv6 text, a slash and three digits. */
  private static final int MAX_CIDR = 46 + 3;

  /** A longer element is no address, whatever its characters. */
  private static final int MAX_ELEMENT = 63;

  /** What a certificate's list is made of: no scope, no wildcard and no hexadecimal IPv4. */
  private static final String CIDR_CHARACTERS = "0123456789abcdefABCDEF.:/";

  private AddressPatterns() {}

  /** How a client takes a list. */
  public enum Result {
    MATCH,
    NO_MATCH,
    /** The list itself is faulty, such as a network with host bits: treat it as a refusal. */
    INVALID
  }

  /** One element as a network: empty where it is no address at all. */
  private sealed interface Element {
    record Network(IpAddress address, int prefix) implements Element {}

    record Text() implements Element {}

    record Inconsistent() implements Element {}
  }

  /**
   * Whether the client's name or address matches a list.
   *
   * @param host name of the client, or its address where no name is known
   * @param address numeric
   */
  public static Result matchHostAndAddress(String host, String address, String patterns) {
    Optional<Match> byAddress = byAddress(address, patterns);
    if (byAddress.isEmpty()) {
      return Result.INVALID;
    }
    if (byAddress.get() == Match.NEGATED) {
      return Result.NO_MATCH;
    }
    Match byName = Patterns.matchHostList(host, patterns);
    if (byName == Match.NEGATED || (byName == Match.NO && byAddress.get() == Match.NO)) {
      return Result.NO_MATCH;
    }
    return Result.MATCH;
  }

  /** Whether a list can be used at all. */
  public static boolean valid(String patterns) {
    for (String element : patterns.split(",", -1)) {
      String text = element.startsWith("!") ? element.substring(1) : element;
      if (text.isEmpty() || element(text) instanceof Element.Inconsistent) {
        return false;
      }
    }
    return true;
  }

  /** Whether the numeric address matches a list; what is no address matches none. */
  public static Result matchAddress(String address, String patterns) {
    return byAddress(address, patterns)
        .map(match -> match == Match.YES ? Result.MATCH : Result.NO_MATCH)
        .orElse(Result.INVALID);
  }

  /** Empty where the list is faulty. */
  private static Optional<Match> byAddress(String address, String patterns) {
    Optional<IpAddress> client = IpAddress.parse(address);
    if (client.isEmpty()) {
      return Optional.of(Match.NO);
    }
    Match result = Match.NO;
    for (String element : patterns.split(",", -1)) {
      boolean negated = element.startsWith("!");
      String text = negated ? element.substring(1) : element;
      if (text.isEmpty()) {
        return Optional.empty();
      }
      boolean matches;
      switch (element(text)) {
        case Element.Inconsistent i -> {
          return Optional.empty();
        }
        case Element.Network n -> matches = client.get().isIn(n.address(), n.prefix());
        case Element.Text t -> matches = Patterns.matches(address, text);
      }
      if (matches && negated) {
        return Optional.of(Match.NEGATED);
      }
      if (matches) {
        result = Match.YES;
      }
    }
    return Optional.of(result);
  }

  /**
   * A list of networks and nothing else, without negation: source-address of certificates, "Match
   * localnetwork".
   */
  public static Result matchNetworks(String address, String networks) {
    Optional<IpAddress> client = IpAddress.parse(address);
    if (client.isEmpty()) {
      return Result.INVALID;
    }
    Result result = Result.NO_MATCH;
    for (String element : networks.split(",", -1)) {
      if (!(network(element) instanceof Element.Network n)) {
        return Result.INVALID;
      }
      if (client.get().isIn(n.address(), n.prefix())) {
        result = Result.MATCH;
      }
    }
    return result;
  }

  /** Whether {@link #matchNetworks} can use a list. */
  public static boolean validNetworks(String networks) {
    for (String element : networks.split(",", -1)) {
      if (!(network(element) instanceof Element.Network)) {
        return false;
      }
    }
    return true;
  }

  private static Element network(String text) {
    boolean possible = text.length() <= MAX_CIDR;
    for (int i = 0; i < text.length(); i++) {
      possible &= CIDR_CHARACTERS.indexOf(text.charAt(i)) >= 0;
    }
    return possible ? element(text) : new Element.Text();
  }

  private static Element element(String text) {
    if (text.length() > MAX_ELEMENT) {
      return new Element.Text();
    }
    int slash = text.indexOf('/');
    Optional<IpAddress> address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      return new Element.Text();
    }
    int bits = address.get().bits();
    int prefix = bits;
    if (slash >= 0) {
      prefix = prefix(text.substring(slash + 1));
      if (prefix < 0) {
        return new Element.Text();
      }
    }
    return prefix > bits || !address.get().isNetwork(prefix)
        ? new Element.Inconsistent()
        : new Element.Network(address.get(), prefix);
  }

  /** -1 where it is no number up to 128. */
  private static int prefix(String digits) {
    if (digits.isEmpty() || digits.length() > 9) {
      return -1;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return -1;
      }
    }
    int value = Integer.parseInt(digits);
    return value > 128 ? -1 : value;
  }
}
