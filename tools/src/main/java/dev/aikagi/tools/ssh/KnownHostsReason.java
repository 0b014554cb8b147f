package dev.aikagi.tools.ssh;

import dev.aikagi.Reason;

/** Why a file that vouches for hosts does not vouch for this one. */
public sealed interface KnownHostsReason extends Reason {
  /** It is about this host, and its key cannot be read. */
  record BrokenLine(String file, int line, String name, String detail) implements KnownHostsReason {
    @Override
    public String summary() {
      return file + ":" + line + ": the line of " + name + " is broken: " + detail;
    }
  }

  /** RevokedHostKeys lists the key, or cannot be read. */
  record RevokedByFile(String file) implements KnownHostsReason {
    @Override
    public String summary() {
      return "revoked by RevokedHostKeys";
    }
  }

  /** VerifyHostKeyDNS: records that DNSSEC protects are of this key. */
  record ProvenByDns(String host) implements KnownHostsReason {
    @Override
    public String summary() {
      return "secure SSHFP records of " + host + " are of this key";
    }
  }

  /** Nobody can come between a machine and itself. */
  record LoopbackNotChecked() implements KnownHostsReason {
    @Override
    public String summary() {
      return "the loopback's host key is not checked";
    }
  }
}
