package dev.aikagi.tools.keygen;

import dev.aikagi.pattern.AddressPatterns;

/** The list of source-address, with OpenSSH's words for what is wrong with it. */
final class SourceAddresses {
  /** Of an IPv6 address and a prefix, in OpenSSH. */
  private static final int MAX_LENGTH = 46 + 3;

  private static final int MAX_SHOWN = 100;
  private static final String CHARACTERS = "0123456789abcdefABCDEF.:/";

  private SourceAddresses() {}

  static void check(String list, Desk desk) throws Failure {
    for (String entry : list.split(",", -1)) {
      if (AddressPatterns.validNetworks(entry)) {
        continue;
      }
      explain(list, entry, desk);
      throw Failure.fatal("Invalid source-address list");
    }
  }

  private static void explain(String list, String entry, Desk desk) {
    String shown = "\"" + entry.substring(0, Math.min(entry.length(), MAX_SHOWN)) + "\"";
    if (entry.isEmpty()) {
      String before = list.substring(0, list.indexOf(',') < 0 ? 0 : list.indexOf(','));
      desk.log("addr_match_cidr_list: empty entry in list \"" + before + "\"");
      return;
    }
    if (entry.length() > MAX_LENGTH) {
      desk.log("addr_match_cidr_list: list entry " + shown + " too long");
      return;
    }
    if (entry.chars().anyMatch(c -> CHARACTERS.indexOf(c) < 0)) {
      desk.log("addr_match_cidr_list: list entry " + shown + " contains invalid characters");
    }
    desk.log(
        AddressPatterns.valid(entry)
            ? "Invalid network entry " + shown
            : "Inconsistent mask length for network " + shown);
  }
}
