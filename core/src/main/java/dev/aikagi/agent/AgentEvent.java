package dev.aikagi.agent;

import dev.aikagi.Printable;
import dev.aikagi.key.Fingerprint;

/** What an agent did, for a log. Nothing secret is in it. */
public sealed interface AgentEvent {
  /** One line. */
  String text();

  record Added(Fingerprint key, String comment, KeyConstraints constraints) implements AgentEvent {
    @Override
    public String text() {
      StringBuilder text = new StringBuilder("add " + key + " " + Printable.of(comment, 128));
      constraints.lifetime().ifPresent(l -> text.append(", for " + l.toSeconds() + " s"));
      if (constraints.confirm()) {
        text.append(", to be confirmed");
      }
      constraints
          .destinations()
          .forEach(d -> text.append(", ").append(Printable.of(d.text(), 512)));
      return text.toString();
    }
  }

  record Removed(Fingerprint key, String comment, boolean expired) implements AgentEvent {
    @Override
    public String text() {
      return (expired ? "expiring key " : "remove ") + key + " " + Printable.of(comment, 128);
    }
  }

  record Listed(int shown, int held) implements AgentEvent {
    @Override
    public String text() {
      return "list " + shown + " of " + held + " keys";
    }
  }

  record Signed(Fingerprint key, String comment) implements AgentEvent {
    @Override
    public String text() {
      return "sign with " + key + " " + Printable.of(comment, 128);
    }
  }

  record LockChanged(boolean locked) implements AgentEvent {
    @Override
    public String text() {
      return locked ? "agent locked" : "agent unlocked";
    }
  }

  record Bound(SessionBinding binding) implements AgentEvent {
    @Override
    public String text() {
      return "session bind to the host with the key "
          + Fingerprint.of(binding.hostKey(), dev.aikagi.key.FingerprintHash.SHA256)
          + (binding.forwarding() ? ", forwarding" : "");
    }
  }

  record Refused(AgentRefusal reason) implements AgentEvent {
    @Override
    public String text() {
      return "refused: " + reason.summary();
    }
  }
}
