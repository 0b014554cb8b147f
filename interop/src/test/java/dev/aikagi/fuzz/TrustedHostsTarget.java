package dev.aikagi.fuzz;

import dev.aikagi.trust.TrustedHostReason;
import dev.aikagi.trust.TrustedHosts;
import dev.aikagi.trust.TrustedHosts.Question;
import java.io.IOException;
import java.util.Optional;

/** {@link TrustedHosts}: nobody is trusted whom no line names, and no group that is not asked. */
public final class TrustedHostsTarget {
  private static final Question NAMED = new Question("h", "192.0.2.1", "a", "b");

  /** Of such names that no line has them: what trusts this one trusts everybody. */
  private static final Question ANYBODY =
      new Question("any host at all", "any address", "anybody at all", "nobody at all");

  private TrustedHostsTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    TrustedHosts hosts = TrustedHosts.parse("f", data);
    Found.check(!look(hosts, ANYBODY, (group, host, user) -> false).trusts(), "everybody is in");
    Found.check(!look(hosts, ANYBODY, TrustedHostsTarget::nobodyToAsk).trusts(), "not asked");
    Found.sayNothing(look(hosts, NAMED, (group, host, user) -> group.equals("g")));
  }

  private static TrustedHostReason look(
      TrustedHosts hosts, Question question, TrustedHosts.Netgroups groups) {
    TrustedHostReason reason = hosts.decide(question, groups);
    Found.oneLine(reason.summary());
    return reason;
  }

  private static boolean nobodyToAsk(String group, Optional<String> host, Optional<String> user)
      throws IOException {
    throw new IOException("nobody can be asked");
  }
}
