package dev.aikagi.config;

import java.util.Optional;

/** Checks the hosts of ProxyJump. */
final class Jump extends ValueType<Optional<String>> {
  static final Jump TYPE = new Jump();

  private Jump() {}

  @Override
  Optional<String> parse(Arguments in) throws BadValueException {
    String hops = in.rest();
    int comment = hops.indexOf('#');
    hops = (comment < 0 ? hops : hops.substring(0, comment)).strip();
    in.skipAll();
    if (hops.equalsIgnoreCase("none")) {
      return Optional.empty();
    }
    if (Destination.jumpHosts(hops).isEmpty()) {
      throw BadValueException.of("Invalid ProxyJump \"" + in.rest() + "\"");
    }
    return Optional.of(hops);
  }

  @Override
  void dump(String name, Optional<String> value, java.util.List<String> out) {
    if (value.isPresent()) {
      int last = value.get().lastIndexOf(',');
      Destination hop = Destination.parse(value.get().substring(last + 1)).orElseThrow();
      out.add(name + " " + value.get().substring(0, last + 1) + hop);
    }
  }
}
