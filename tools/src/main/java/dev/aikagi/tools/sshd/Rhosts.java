package dev.aikagi.tools.sshd;

import dev.aikagi.Reason;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.posix.OwnThread;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.TrustedHostReason;
import dev.aikagi.trust.TrustedHosts;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which hosts are trusted to say who their users are: the lists of the system, which do not count
 * for root, and then the user's own, as far as IgnoreRhosts lets them.
 */
final class Rhosts {
  private static final int MAX_FILE = 1 << 20;
  private static final List<String> OWN = List.of(".shosts", ".rhosts");

  private final UserKeys keys;
  private final List<Path> equivalents;
  private final TrustedHosts.Netgroups netgroups;
  private final List<Reason> reasons = new ArrayList<>();
  private boolean any;

  Rhosts(UserKeys keys, List<Path> equivalents, TrustedHosts.Netgroups netgroups) {
    this.keys = keys;
    this.equivalents = equivalents;
    this.netgroups = netgroups;
  }

  /** The line that trusts the host; empty where none does, which {@link #reasons} explain. */
  Optional<TrustedHostReason> decide(TrustedHosts.Question question) {
    if (keys.user().uid() == 0) {
      // Who may be root here is not for a list that is about everybody.
      reasons.add(new HostTrustReason.RootNeedsOwn(keys.user().home()));
    } else {
      for (Path file : equivalents) {
        Optional<TrustedHostReason> yes = system(file, question);
        if (yes.isPresent()) {
          return yes;
        }
      }
    }
    for (String name : OWN) {
      Optional<TrustedHostReason> yes = own(keys.user().home().resolve(name), name, question);
      if (yes.isPresent()) {
        return yes;
      }
    }
    if (!any) {
      reasons.add(new HostTrustReason.NoLists(keys.user().name()));
    }
    return Optional.empty();
  }

  List<Reason> reasons() {
    return reasons;
  }

  private Optional<TrustedHostReason> system(Path file, TrustedHosts.Question question) {
    try (UserFile in = UserFile.open(file)) {
      any = true;
      Optional<byte[]> text = in.isRegular() ? in.read(MAX_FILE) : Optional.empty();
      if (text.isPresent()) {
        return ask(file, text.get(), question);
      }
      unusable(file, file + " is not a regular file of at most 1 MiB");
    } catch (NoSuchFileException e) {
      keys.log().debug("no " + file);
    } catch (IOException e) {
      unusable(file, "Could not use " + file + ": " + e.getMessage());
    }
    return Optional.empty();
  }

  private Optional<TrustedHostReason> own(Path file, String name, TrustedHosts.Question question) {
    KeyList list = keys.list("hosts", file, keys.strict());
    if (list instanceof KeyList.Unusable(KeysFileReason.Missing _)) {
      return Optional.empty();
    }
    any = true;
    String setting = keys.config().value(ServerKeywords.IGNORE_RHOSTS);
    if (setting.equals("yes") || (setting.equals("shosts-only") && !name.equals(".shosts"))) {
      reasons.add(new HostTrustReason.Ignored(file, setting));
      return Optional.empty();
    }
    return switch (list) {
      case KeyList.Text t -> ask(file, t.text().toArray(), question);
      case KeyList.Unusable(Reason why) -> {
        unusable(file, why.summary());
        yield Optional.empty();
      }
      case KeyList.Open open -> {
        List<FileModeReason> faults = UserKeys.named(open);
        faults.forEach(f -> keys.log().info("Rhosts authentication refused: " + f.summary()));
        reasons.addAll(faults);
        yield Optional.empty();
      }
    };
  }

  private void unusable(Path file, String fault) {
    keys.log().info(fault);
    reasons.add(new HostTrustReason.Unusable(file, fault));
  }

  private Optional<TrustedHostReason> ask(Path file, byte[] text, TrustedHosts.Question question) {
    TrustedHosts hosts = TrustedHosts.parse(file.toString(), text);
    TrustedHostReason reason;
    try {
      // Groups may be on the network: a wait in native code.
      reason = OwnThread.call("trusted hosts", () -> hosts.decide(question, netgroups));
    } catch (IOException | RuntimeException e) {
      unusable(file, "Could not use " + file + ": " + e.getMessage());
      return Optional.empty();
    }
    if (reason.trusts()) {
      return Optional.of(reason);
    }
    reasons.add(reason);
    return Optional.empty();
  }
}
