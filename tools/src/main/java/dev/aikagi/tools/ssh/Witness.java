package dev.aikagi.tools.ssh;

import dev.aikagi.Bytes;
import dev.aikagi.auth.ClientAuthObserver;
import dev.aikagi.auth.ClientAuthStep;
import dev.aikagi.kex.Algorithms;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.key.PublicKey;
import dev.aikagi.transport.TransportEvent;
import dev.aikagi.transport.TransportListener;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remembers what happened to a login. The login's thread; read when it is over. */
class Witness {
  /** Remembers nothing. */
  static final Witness NOBODY =
      new Witness(() -> {}) {
        @Override
        ClientAuthObserver beside(ClientAuthObserver other) {
          return other;
        }

        @Override
        TransportListener beside(TransportListener other) {
          return other;
        }
      };

  /** What the server let go on with, after which method. */
  record Answer(List<String> canContinue, boolean partialSuccess) {}

  private final Runnable moved;
  private final List<ClientAuthStep> steps = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();
  private String version = "";
  private String banner = "";
  private @Nullable Algorithms algorithms;
  private List<String> signatureAlgorithms = List.of();
  private boolean strict;
  private @Nullable PublicKey hostKey;
  private @Nullable HostKeyVerdict verdict;

  /**
   * Remembers from now on.
   *
   * @param moved told of every step that the server makes on the way
   */
  Witness(Runnable moved) {
    this.moved = moved;
  }

  String version() {
    return version;
  }

  String banner() {
    return banner;
  }

  @Nullable Algorithms algorithms() {
    return algorithms;
  }

  /** What the server says that it signs by: server-sig-algs of RFC 8308. */
  List<String> signatureAlgorithms() {
    return signatureAlgorithms;
  }

  boolean strict() {
    return strict;
  }

  @Nullable PublicKey hostKey() {
    return hostKey;
  }

  @Nullable HostKeyVerdict verdict() {
    return verdict;
  }

  List<ClientAuthStep> steps() {
    return List.copyOf(steps);
  }

  List<Answer> answers() {
    return List.copyOf(answers);
  }

  /** What this side sends is no step, nor what a server can send for ever, such as DEBUG. */
  private void heard(TransportEvent event) {
    switch (event) {
      case TransportEvent.PeerVersion v -> {
        moved.run();
        version = v.version();
      }
      case TransportEvent.Negotiated n when n.first() -> {
        moved.run();
        algorithms = n.algorithms();
        strict = n.strict();
      }
      case TransportEvent.ExtInfoReceived e -> {
        Bytes names = e.extensions().get("server-sig-algs");
        if (names != null) {
          signatureAlgorithms = List.of(names.utf8().split(",", -1));
        }
      }
      case TransportEvent.HostKeyChecked h -> {
        moved.run();
        hostKey = h.hostKey();
        verdict = h.verdict();
      }
      default -> {}
    }
  }

  TransportListener beside(TransportListener other) {
    return new TransportListener() {
      @Override
      public void on(TransportEvent event) {
        heard(event);
        other.on(event);
      }

      @Override
      public void packet(boolean outbound, int number) {
        other.packet(outbound, number);
      }
    };
  }

  ClientAuthObserver beside(ClientAuthObserver other) {
    return new ClientAuthObserver() {
      @Override
      public void serviceAccepted(String serviceName) {
        other.serviceAccepted(serviceName);
      }

      @Override
      public void banner(String text) {
        banner = text;
        other.banner(text);
      }

      @Override
      public void step(ClientAuthStep step) {
        moved.run();
        steps.add(step);
        other.step(step);
      }

      @Override
      public void canContinue(List<String> methods, boolean partialSuccess) {
        answers.add(new Answer(List.copyOf(methods), partialSuccess));
        other.canContinue(methods, partialSuccess);
      }
    };
  }
}
