package dev.aikagi.tools.ssh;

import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.Destination;
import dev.aikagi.key.PublicKey;
import dev.aikagi.tools.dns.HostKeyRecords;
import java.io.IOException;

/** VerifyHostKeyDNS: what the DNS says of the key that a server has shown. */
final class HostKeyDns {
  /** What it said. */
  enum Answer {
    /** The keyword is off, the host is an address, or no resolver answered. */
    NOT_ASKED,
    SILENT,
    /** Records match, and anybody may have put them there on the way. */
    MATCHES,
    /** Records match, and DNSSEC protects them. */
    SECURE,
    DIFFERS
  }

  private HostKeyDns() {}

  static Answer look(ClientConfig config, PublicKey key, Log log) {
    if (config.value(ClientKeywords.VERIFY_HOST_KEY_DNS).equals("no")) {
      return Answer.NOT_ASKED;
    }
    String host = config.host();
    if (Destination.isNumeric(host)) {
      log.debug(1, "skipped DNS lookup for numerical hostname");
      return Answer.NOT_ASKED;
    }
    try {
      HostKeyRecords found = HostKeyRecords.of(host);
      String how = found.secure() ? "secure" : "insecure";
      log.debug(1, "found " + found.records().size() + " " + how + " fingerprints in DNS");
      return answer(found, key, log);
    } catch (IOException e) {
      log.verbose("DNS lookup error: " + e.getMessage());
      return Answer.NOT_ASKED;
    }
  }

  private static Answer answer(HostKeyRecords found, PublicKey key, Log log) {
    return switch (found.verdict(key)) {
      case SILENT -> {
        log.debug(1, "no matching host key fingerprint found in DNS");
        yield Answer.SILENT;
      }
      case MATCHES -> {
        log.debug(1, "matching host key fingerprint found in DNS");
        yield found.secure() ? Answer.SECURE : Answer.MATCHES;
      }
      case DIFFERS -> {
        log.debug(1, "mismatching host key fingerprint found in DNS");
        yield Answer.DIFFERS;
      }
    };
  }
}
