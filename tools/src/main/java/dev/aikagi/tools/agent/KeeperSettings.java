package dev.aikagi.tools.agent;

import dev.aikagi.MalformedException;
import dev.aikagi.agent.KeyringOptions;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.time.Duration;
import java.util.Optional;

/**
 * How the agent behaves; handed over to the process that is it.
 *
 * @param lifetime in seconds, of keys that come without one; 0 for without end
 * @param hash of the fingerprints in questions
 * @param sshApplications as {@link KeyringOptions#sshApplications} has them
 * @param socket to be removed at the end, as an absolute path; empty for none
 * @param folder to be removed after it; empty for none
 * @param companion the process at whose end the agent ends; 0 for none
 */
record KeeperSettings(
    long lifetime,
    FingerprintHash hash,
    String allowedProviders,
    boolean remoteProviders,
    Optional<String> sshApplications,
    String socket,
    String folder,
    int companion) {

  /** The same, with what it leaves behind and whom it serves. */
  KeeperSettings at(AgentPlace place, int pid) {
    return new KeeperSettings(
        lifetime,
        hash,
        allowedProviders,
        remoteProviders,
        sshApplications,
        place.socket(),
        place.folder().map(Object::toString).orElse(""),
        pid);
  }

  KeyringOptions keyring() {
    KeyringOptions options =
        KeyringOptions.defaults()
            .withAllowedProviders(allowedProviders)
            .withRemoteProviders(remoteProviders)
            .withSshApplications(sshApplications);
    return lifetime == 0 ? options : options.withLifetime(Duration.ofSeconds(lifetime));
  }

  void write(WireWriter out) {
    out.writeUint32(lifetime)
        .writeUtf8(hash.label())
        .writeUtf8(allowedProviders)
        .writeBoolean(remoteProviders)
        .writeBoolean(sshApplications.isPresent())
        .writeUtf8(sshApplications.orElse(""))
        .writeUtf8(socket)
        .writeUtf8(folder)
        .writeUint32(companion);
  }

  static KeeperSettings read(WireReader in) throws MalformedException {
    long lifetime = in.readUint32();
    FingerprintHash hash =
        FingerprintHash.named(in.readUtf8())
            .orElseThrow(() -> new MalformedException("no such hash"));
    String providers = in.readUtf8();
    boolean remote = in.readBoolean();
    boolean restricted = in.readBoolean();
    String applications = in.readUtf8();
    KeeperSettings read =
        new KeeperSettings(
            lifetime,
            hash,
            providers,
            remote,
            restricted ? Optional.of(applications) : Optional.empty(),
            in.readUtf8(),
            in.readUtf8(),
            (int) in.readUint32());
    in.expectEnd();
    return read;
  }
}
