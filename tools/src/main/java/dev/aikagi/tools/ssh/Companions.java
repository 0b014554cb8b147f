package dev.aikagi.tools.ssh;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What all logins of an examined way share: whom they ask, and where they have been. */
final class Companions {
  private final Patience.Limits limits;
  private final Log log = new Log(new PrintStream(OutputStream.nullOutputStream(), true));
  private final Questions questions = new Questions(log, this::asking);
  private final LocalMachine machine = new LocalMachine();
  private final List<JumpHost> passed = new ArrayList<>();
  private @Nullable Patience patience;

  Companions(Patience.Limits limits) {
    this.limits = limits;
  }

  Patience.Limits limits() {
    return limits;
  }

  AgentPatience agentPatience() {
    return new AgentPatience(
        Optional.of(limits.connecting()), Optional.of(limits.person()), this::asking);
  }

  Log log() {
    return log;
  }

  Questions questions() {
    return questions;
  }

  LocalMachine machine() {
    return machine;
  }

  /** The jump hosts so far. */
  List<JumpHost> passed() {
    return passed;
  }

  /** It waits while a person is asked. */
  void waits(Patience current) {
    patience = current;
  }

  private void asking(boolean now) {
    Patience current = patience;
    if (current != null) {
      current.asking(now);
    }
  }
}
