package dev.aikagi.kex;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether two KEXINITs go together. */
public sealed interface NegotiationOutcome {
  /**
   * What was agreed on.
   *
   * @throws NegotiationFailedException where nothing was
   */
  Algorithms require() throws NegotiationFailedException;

  record Agreed(Algorithms algorithms) implements NegotiationOutcome {
    @Override
    public Algorithms require() {
      return algorithms;
    }
  }

  /** At least one purpose has no algorithm in common. */
  record NotAgreed(List<NoCommonAlgorithm> missing) implements NegotiationOutcome, Reason {
    public NotAgreed {
      missing = List.copyOf(missing);
    }

    @Override
    public Algorithms require() throws NegotiationFailedException {
      throw new NegotiationFailedException(this);
    }

    @Override
    public String summary() {
      return missing.getFirst().summary();
    }

    @Override
    public Optional<String> remedy() {
      return missing.getFirst().remedy();
    }
  }

  /**
   * One purpose without a common algorithm.
   *
   * @param clientOffer the client's list as it was sent
   * @param serverOffer the server's list as it was sent
   * @param clientCould the best name that the server offers and that this implementation could
   *     offer as the client, if its configuration let it
   * @param serverCould the same with the roles exchanged
   */
  record NoCommonAlgorithm(
      AlgorithmSlot slot,
      List<String> clientOffer,
      List<String> serverOffer,
      Optional<String> clientCould,
      Optional<String> serverCould)
      implements Reason {
    private static final int MAX_OFFER = 2048;

    public NoCommonAlgorithm {
      clientOffer = List.copyOf(clientOffer);
      serverOffer = List.copyOf(serverOffer);
    }

    /** The words of OpenSSH, for scripts that look for them. */
    public String summaryFor(Role own) {
      List<String> theirs = own == Role.CLIENT ? serverOffer : clientOffer;
      return "no matching "
          + slot.words()
          + " found. Their offer: "
          + Printable.of(String.join(",", theirs), MAX_OFFER);
    }

    @Override
    public String summary() {
      return "no matching "
          + slot.words()
          + " found. The client offers "
          + Printable.of(String.join(",", clientOffer), MAX_OFFER)
          + "; the server offers "
          + Printable.of(String.join(",", serverOffer), MAX_OFFER);
    }

    @Override
    public Optional<String> remedy() {
      List<String> ways = new ArrayList<>();
      clientCould.ifPresent(name -> ways.add("on the client: " + clientSetting(name)));
      serverCould.ifPresent(
          name -> ways.add("in sshd_config: " + slot.keyword() + " +" + Printable.of(name, 64)));
      if (ways.isEmpty()) {
        return Optional.of(
            "one side must be brought up to date: neither knows anything that the other offers");
      }
      return Optional.of(String.join(", or ", ways));
    }

    /** The one setting that helps if only this side can be changed; empty where none does. */
    public Optional<String> remedyFor(Role own) {
      return own == Role.CLIENT
          ? clientCould.map(this::clientSetting)
          : serverCould.map(name -> slot.keyword() + " +" + Printable.of(name, 64));
    }

    private String clientSetting(String name) {
      return "-o " + slot.keyword() + "=+" + Printable.of(name, 64);
    }
  }
}
