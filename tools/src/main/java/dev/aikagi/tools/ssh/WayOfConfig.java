package dev.aikagi.tools.ssh;

import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.Keyword;
import dev.aikagi.config.Position;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Step;
import dev.aikagi.tools.explain.Words;
import java.util.ArrayList;
import java.util.List;

/** What the configuration says of a destination, and where it says so. */
record WayOfConfig(ClientConfig config, CommandLine line) {
  /** Those that decide who connects where. */
  private static final List<Keyword<?>> SHOWN =
      List.of(
          ClientKeywords.HOST_NAME,
          ClientKeywords.PORT,
          ClientKeywords.USER,
          ClientKeywords.PROXY_COMMAND,
          ClientKeywords.PROXY_JUMP,
          ClientKeywords.BIND_ADDRESS,
          ClientKeywords.IDENTITIES_ONLY,
          ClientKeywords.IDENTITY_AGENT,
          ClientKeywords.PREFERRED_AUTHENTICATIONS,
          ClientKeywords.PUBKEY_AUTHENTICATION,
          ClientKeywords.STRICT_HOST_KEY_CHECKING);

  Step step() {
    List<Step> parts = new ArrayList<>();
    for (Keyword<?> keyword : SHOWN) {
      List<Position> positions = config.positions(keyword);
      // HostName is always set, to what was typed.
      boolean typed = positions.isEmpty() || positions.getFirst().line() == 0;
      if (config.isSet(keyword) && !(keyword == ClientKeywords.HOST_NAME && typed)) {
        parts.add(Step.of(Mark.OK, setting(keyword, positions)));
      }
    }
    if (!config.isSet(ClientKeywords.USER)) {
      parts.add(Step.of(Mark.OK, Words.of("way.config.local-user", "user", config.user())));
    }
    return new Step(Mark.OK, Words.of("way.config", "host", config.originalHost()), parts);
  }

  private Words setting(Keyword<?> keyword, List<Position> positions) {
    Origin origin =
        new Origin.Configured(positions.isEmpty() ? new Position("", 0) : positions.getFirst());
    return Words.of(
        "way.config.setting",
        "keyword",
        keyword.name(),
        "value",
        config.value(keyword),
        "origin",
        origin.words());
  }
}
