package dev.aikagi.tools.ssh;

import dev.aikagi.SecretBytes;
import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.Identity;
import dev.aikagi.auth.Prompter;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.key.PublicKeyAlgorithm;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The authentication methods that a configuration wants, in its order. */
final class Methods {
  private static final String DEFAULT_ORDER =
      "gssapi-with-mic,hostbased,publickey,keyboard-interactive,password";

  private final ClientConfig config;
  private final Prompter prompter;
  private final Log log;

  private final Optional<InetAddress> local;
  private final ClientMethod.Probe probe;

  /**
   * Those of a connection.
   *
   * @param local the address that it comes from; empty through a proxy
   */
  Methods(
      ClientConfig config,
      Questions questions,
      HostKeyVerifier verifier,
      Log log,
      Optional<InetAddress> local,
      ClientMethod.Probe probe) {
    this.config = config;
    this.probe = probe;
    this.local = local;
    this.prompter = new Guarded(questions, verifier);
    this.log = log;
  }

  List<ClientMethod> list(List<Identity> identities) {
    boolean batch = config.value(ClientKeywords.BATCH_MODE);
    int prompts = config.value(ClientKeywords.NUMBER_OF_PASSWORD_PROMPTS);
    List<ClientMethod> methods = new ArrayList<>();
    String order = config.value(ClientKeywords.PREFERRED_AUTHENTICATIONS).orElse(DEFAULT_ORDER);
    for (String name : order.split(",", -1)) {
      switch (name) {
        case "gssapi-with-mic" -> {
          if (config.value(ClientKeywords.GSSAPI_AUTHENTICATION)) {
            methods.add(new ClientMethod.GssapiWithMic(OwnTicket.of(config)));
          }
        }
        case "hostbased" -> {
          if (config.value(ClientKeywords.HOSTBASED_AUTHENTICATION)) {
            methods.add(OwnHost.SYSTEM.method(config, new LocalMachine(), local));
          }
        }
        case "publickey" -> {
          if (!config.value(ClientKeywords.PUBKEY_AUTHENTICATION).equals("no")) {
            methods.add(publicKey(identities));
          }
        }
        case "password" -> {
          if (config.value(ClientKeywords.PASSWORD_AUTHENTICATION) && !batch) {
            methods.add(new ClientMethod.Password(prompter, prompts));
          }
        }
        case "keyboard-interactive" -> {
          if (config.value(ClientKeywords.KBD_INTERACTIVE_AUTHENTICATION) && !batch) {
            List<String> devices =
                config
                    .value(ClientKeywords.KBD_INTERACTIVE_DEVICES)
                    .map(d -> List.of(d.split(",", -1)))
                    .orElse(List.of());
            methods.add(new ClientMethod.KeyboardInteractive(prompter, devices, prompts));
          }
        }
        default -> log.debug(2, "authentication method " + name + " is not available");
      }
    }
    return methods;
  }

  private ClientMethod publicKey(List<Identity> identities) {
    List<PublicKeyAlgorithm> algorithms =
        Preferences.named(
            config.algorithms(ClientKeywords.PUBKEY_ACCEPTED_ALGORITHMS),
            PublicKeyAlgorithm::named);
    boolean hostbound = !config.value(ClientKeywords.PUBKEY_AUTHENTICATION).equals("unbound");
    return new ClientMethod.PublicKey(
        identities, algorithms, probe, hostbound, config.value(ClientKeywords.REQUIRED_RSA_SIZE));
  }

  /** Asks nothing secret once a host key that has changed was let through. */
  private record Guarded(Questions questions, HostKeyVerifier verifier) implements Prompter {
    @Override
    public @Nullable SecretBytes ask(String prompt, boolean echo) throws IOException {
      return verifier.allowsPasswords() ? questions.ask(prompt, echo) : null;
    }

    @Override
    public void inform(String text) throws IOException {
      questions.inform(text);
    }
  }
}
