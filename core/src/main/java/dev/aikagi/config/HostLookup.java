package dev.aikagi.config;

import java.util.Optional;

/** How host names become canonical. The caller supplies it: reading text asks no name server. */
public interface HostLookup {
  /** The usual spelling of a numeric address; empty if the text is none. */
  Optional<String> address(String text);

  /**
   * The name that this one is an alias (CNAME) of, or the name itself; empty if the name has no
   * address.
   */
  Optional<String> officialName(String name);
}
