package dev.aikagi.tools.ssh;

import dev.aikagi.Reason;
import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.Identity;
import dev.aikagi.config.AlgorithmNames;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientConfigReader;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Surroundings;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.posix.Resolver;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * This host, as far as it vouches for its user by its own keys (HostbasedAuthentication).
 *
 * @param folder of the keys
 * @param systemFile the ssh_config that says whether ssh-keysign may sign; the user's must not
 * @param helpers where ssh-keysign may be: Debian, Fedora, BSD and Arch each have their place
 */
record OwnHost(Path folder, String systemFile, List<Path> helpers) {
  static final OwnHost SYSTEM =
      new OwnHost(
          Path.of("/etc/ssh"),
          ClientConfigReader.SYSTEM_FILE,
          List.of(
              Path.of("/usr/lib/openssh/ssh-keysign"),
              Path.of("/usr/libexec/openssh/ssh-keysign"),
              Path.of("/usr/libexec/ssh-keysign"),
              Path.of("/usr/lib/ssh/ssh-keysign")));

  private static final List<String> TYPES = List.of("ecdsa", "ed25519", "rsa");

  OwnHost {
    helpers = List.copyOf(helpers);
  }

  /**
   * What the configuration allows of the method.
   *
   * @param local the address that the connection comes from; empty through a proxy
   */
  ClientMethod method(ClientConfig config, Surroundings machine, Optional<InetAddress> local) {
    List<Identity> identities = identities(machine, local);
    Optional<Reason> fault =
        identities.isEmpty() ? Optional.of(new OwnHostReason.NoKeys(folder)) : Optional.empty();
    List<PublicKeyAlgorithm> algorithms =
        Preferences.named(
            config.algorithms(ClientKeywords.HOSTBASED_ACCEPTED_ALGORITHMS),
            PublicKeyAlgorithm::named);
    return new ClientMethod.Hostbased(
        identities,
        algorithms,
        name(machine, local),
        machine.userName(),
        config.value(ClientKeywords.REQUIRED_RSA_SIZE),
        fault);
  }

  /** As ssh-keysign finds it out, which signs for no other name. */
  private static String name(Surroundings machine, Optional<InetAddress> local) {
    return local.flatMap(Resolver::nameOf).orElseGet(machine::hostName);
  }

  private List<Identity> identities(Surroundings machine, Optional<InetAddress> local) {
    List<Identity> all = new ArrayList<>();
    for (String ending : List.of("-cert.pub", ".pub")) {
      for (String type : TYPES) {
        Path key = folder.resolve("ssh_host_" + type + "_key");
        Path half = folder.resolve(key.getFileName() + ending);
        if (Files.isRegularFile(half)) {
          ShownKey.of(half.toString())
              .filter(s -> s.certificate().isPresent() == ending.startsWith("-"))
              .ifPresent(s -> all.add(new OwnHostKey(this, key, s, machine, local)));
        }
      }
    }
    return all;
  }

  /** The program that signs for users who cannot read the key. */
  Path helper(Path key, Surroundings machine) throws OwnHostException {
    Path helper =
        helpers.stream()
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() -> new OwnHostException(new OwnHostReason.NoHelper(key)));
    if (!isHelperOn(machine)) {
      throw new OwnHostException(new OwnHostReason.HelperOff(key, systemFile));
    }
    return helper;
  }

  /** As ssh-keysign reads it: for no host in particular, so that Host blocks do not count. */
  private boolean isHelperOn(Surroundings machine) {
    ClientConfigReader reader =
        new ClientConfigReader("", machine, AlgorithmNames.OPENSSH_CLIENT, _ -> {});
    try {
      return reader.systemFile(systemFile) && reader.value(ClientKeywords.ENABLE_SSH_KEYSIGN);
    } catch (ConfigException e) {
      // It refuses such a file too.
      return false;
    }
  }
}
