package dev.aikagi.tools.ssh;

import dev.aikagi.Printable;
import dev.aikagi.Reason;

/** Why whoever was connected to did not become a peer: RFC 4253 section 4.2. */
public sealed interface BannerReason extends Reason {
  /** It closed before it said what it is. */
  record Closed(String where) implements BannerReason {
    @Override
    public String summary() {
      return where + " closed the connection before it said what it is";
    }
  }

  /** It said nothing at all. */
  record Silent(String where, long seconds) implements BannerReason {
    @Override
    public String summary() {
      return where + " said nothing for " + seconds + " s";
    }
  }

  /** The command in between ended before anything came. */
  record ProxyEnded(String command) implements BannerReason {
    @Override
    public String summary() {
      return "the proxy command ended without a word of the host: " + command;
    }
  }

  /** It speaks something else. */
  record NotSsh(String where, String firstLine) implements BannerReason {
    @Override
    public String summary() {
      return where + " is no SSH server; it said " + Printable.of(firstLine, 128);
    }
  }

  /** It speaks the first version of the protocol only, which was broken and is gone. */
  record TooOld(String where, String version) implements BannerReason {
    @Override
    public String summary() {
      return where + " speaks " + Printable.of(version, 128) + " only";
    }
  }

  /** It began well and then said nothing more. */
  record Stalled(String where) implements BannerReason {
    @Override
    public String summary() {
      return where + " stopped answering";
    }
  }

  /** It went away in the middle of the key exchange or of the authentication. */
  record WentAway(String where, String how) implements BannerReason {
    @Override
    public String summary() {
      return where + " ended the connection: " + Printable.of(how, 512);
    }
  }
}
