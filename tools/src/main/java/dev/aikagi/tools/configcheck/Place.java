package dev.aikagi.tools.configcheck;

import dev.aikagi.config.ConnectionFacts;
import dev.aikagi.config.Position;
import dev.aikagi.config.ServerConfig;
import java.util.Optional;

/**
 * Where somebody could come from.
 *
 * @param block the Match line that this is an example for; empty for anywhere
 * @param holds whether it holds for those who come from there
 * @param facts without the user
 */
record Place(Optional<Entry> block, boolean holds, ConnectionFacts facts) {
  /** Whether this is for that account what it is an example of. */
  boolean fits(ServerConfig own) {
    return block.isEmpty()
        || own.matchBlocks().contains(new Position(block.get().file(), block.get().line()))
            == holds;
  }

  ConnectionFacts of(String user) {
    return new ConnectionFacts(
        Optional.of(user),
        false,
        facts.host(),
        facts.address(),
        facts.localAddress(),
        facts.localPort(),
        facts.routingDomain());
  }
}
