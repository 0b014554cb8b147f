package dev.aikagi.tools.ssh;

import dev.aikagi.Printable;
import dev.aikagi.agent.AgentAdministration;
import dev.aikagi.agent.AgentException;
import dev.aikagi.agent.AgentSocket;
import dev.aikagi.agent.KeyConstraints;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.TransferredKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * AddKeysToAgent: a key that was opened is handed to the agent, so that its passphrase is not asked
 * for again. Nothing that goes wrong with that keeps anybody from logging in.
 */
final class AgentAddition {
  private static final int MAX_SHOWN = 1024;

  private final Optional<String> socket;
  private final Log log;
  private final boolean wanted;
  private final boolean asked;
  private final KeyConstraints constraints;

  /**
   * @param socket the agent's; empty where there is none
   */
  AgentAddition(ClientConfig config, Optional<String> socket, Log log) {
    this.socket = socket;
    this.log = log;
    String value = config.value(ClientKeywords.ADD_KEYS_TO_AGENT);
    wanted = !value.equals("false");
    asked = value.equals("ask");
    boolean confirm = value.startsWith("confirm");
    String seconds = confirm ? value.substring("confirm".length()).strip() : value;
    KeyConstraints each = KeyConstraints.NONE.withConfirm(confirm);
    boolean limited = !seconds.isEmpty() && Character.isDigit(seconds.charAt(0));
    constraints = limited ? each.withLifetime(Duration.ofSeconds(Long.parseLong(seconds))) : each;
  }

  boolean isWanted() {
    return wanted;
  }

  /**
   * Adds it if the configuration, and the person where he is to be asked, want that.
   *
   * @param provider how the agent reaches the authenticator, of a key that is in one
   */
  void offer(String file, PrivateKeyFile.Loaded loaded, Optional<String> provider) {
    if (!wanted) {
      return;
    }
    if (socket.isEmpty()) {
      log.debug(3, "no authentication agent, not adding key");
      return;
    }
    try (AgentAdministration agent = AgentSocket.administer(Path.of(socket.get()))) {
      String comment = loaded.comment().isEmpty() ? file : loaded.comment();
      if (asked && !isPermitted(file, comment)) {
        log.debug(3, "user denied adding this key");
        return;
      }
      KeyConstraints all = provider.map(constraints::withSecurityKeyProvider).orElse(constraints);
      agent.add(TransferredKey.of(loaded.key()), comment, all);
      log.debug(1, "identity added to agent: " + file);
    } catch (AgentException e) {
      log.debug(1, "could not add identity to agent: " + file + ": " + e.getMessage());
    }
  }

  private boolean isPermitted(String file, String comment) {
    try {
      return Askpass.permits(
          "Add key " + file + " (" + Printable.of(comment, MAX_SHOWN) + ") to agent?");
    } catch (IOException e) {
      log.error("ssh_askpass: " + e.getMessage());
      return false;
    }
  }
}
