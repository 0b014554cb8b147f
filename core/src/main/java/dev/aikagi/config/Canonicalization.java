package dev.aikagi.config;

import dev.aikagi.config.Diagnostic.Severity;
import dev.aikagi.pattern.Patterns;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * CanonicalizeHostname and the keywords around it: finds the full name of a short one in the
 * configured domains, and follows aliases as far as they are permitted. A name that an alias leads
 * to is the name server's word, so only CanonicalizePermittedCNAMEs lets it take a host's place.
 */
final class Canonicalization {
  private static final Position NOWHERE = new Position("canonicalize", 0);

  private final Values values;
  private final HostLookup lookup;
  private final Consumer<Diagnostic> diagnostics;
  private final boolean wanted;
  private final boolean always;
  private final boolean direct;

  Canonicalization(Values values, HostLookup lookup, Consumer<Diagnostic> diagnostics) {
    this.values = values;
    this.lookup = lookup;
    this.diagnostics = diagnostics;
    String mode = values.value(ClientKeywords.CANONICALIZE_HOSTNAME);
    this.wanted = !mode.equals("no");
    this.always = mode.equals("always");
    this.direct =
        values.value(ClientKeywords.PROXY_COMMAND).isEmpty()
            && values.value(ClientKeywords.PROXY_JUMP).filter(j -> !j.equals("none")).isEmpty();
  }

  /** The name to go on with. */
  String host(String named) throws ConfigException {
    Optional<String> address = lookup.address(named);
    if (address.isPresent()) {
      say(Severity.DEBUG2, "resolve_canonicalize: hostname " + named + " is address");
      return address.get();
    }
    String host = named.toLowerCase(Locale.ROOT);
    Optional<String> found = inDomains(host);
    if (found.isPresent()) {
      return found.get();
    }
    boolean follows = permitted().stream().anyMatch(r -> r.indexOf(':') > 0) && (direct || always);
    return follows ? followed(host, lookup.officialName(host)) : host;
  }

  private List<String> permitted() {
    return values.value(ClientKeywords.CANONICALIZE_PERMITTED_CNAMES);
  }

  private Optional<String> inDomains(String host) throws ConfigException {
    if (!wanted || (!direct && !always)) {
      return Optional.empty();
    }
    if (host.endsWith(".")) {
      say(Severity.DEBUG3, "resolve_canonicalize: name is fully qualified");
      Optional<String> official = lookup.officialName(host);
      return official.isPresent() ? Optional.of(canonical(host, host, official)) : notFound(host);
    }
    int most = values.value(ClientKeywords.CANONICALIZE_MAX_DOTS);
    if (host.chars().filter(c -> c == '.').count() > most) {
      say(
          Severity.DEBUG3,
          "resolve_canonicalize: not canonicalizing hostname \""
              + host
              + "\" (max dots "
              + most
              + ")");
      return Optional.empty();
    }
    for (String domain : values.value(ClientKeywords.CANONICAL_DOMAINS)) {
      if (domain.equalsIgnoreCase("none")) {
        break;
      }
      // The dot at the end keeps the resolver from adding domains of its own.
      String full = host + "." + domain + ".";
      say(Severity.DEBUG3, "resolve_canonicalize: attempting \"" + host + "\" => \"" + full + "\"");
      Optional<String> official = lookup.officialName(full);
      if (official.isPresent()) {
        return Optional.of(canonical(host, full, official));
      }
    }
    return notFound(host);
  }

  private Optional<String> notFound(String host) throws ConfigException {
    if (!values.value(ClientKeywords.CANONICALIZE_FALLBACK_LOCAL)) {
      throw new ConfigException("ssh: Could not resolve host \"" + host + "\"");
    }
    say(Severity.DEBUG2, "resolve_canonicalize: host " + host + " not found in any suffix");
    return Optional.empty();
  }

  private String canonical(String host, String full, Optional<String> official) {
    String name = withoutDot(full);
    String followed = followed(name, official);
    if (followed.equals(name)) {
      say(Severity.DEBUG1, "Canonicalized hostname \"" + host + "\" => \"" + name + "\"");
    }
    return followed;
  }

  /** The alias's target where a rule permits it, else the name itself. */
  private String followed(String name, Optional<String> official) {
    String target = withoutDot(official.orElse("")).toLowerCase(Locale.ROOT);
    // What is to become the host's name passes the same checks as one that is typed.
    boolean usable = !target.isEmpty() && !target.equals(name) && SafeNames.isHost(target);
    if (!usable || (!direct && !always)) {
      return name;
    }
    say(Severity.DEBUG3, "check_follow_cname: check \"" + name + "\" CNAME \"" + target + "\"");
    for (String rule : permitted()) {
      int colon = rule.indexOf(':');
      if (colon > 0
          && Patterns.matchesHostList(name, rule.substring(0, colon))
          && Patterns.matchesHostList(target, rule.substring(colon + 1))) {
        say(
            Severity.VERBOSE,
            "Canonicalized DNS aliased hostname \"" + name + "\" => \"" + target + "\"");
        return target;
      }
    }
    return name;
  }

  private static String withoutDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private void say(Severity severity, String text) {
    diagnostics.accept(new Diagnostic(severity, NOWHERE, text));
  }
}
