package dev.aikagi.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/**
 * Every algorithm that two implementations share, one dimension at a time, and each cipher with
 * each MAC. Every cell runs a command and then sends data both ways at once with a rekey at every
 * MiB.
 */
final class Matrix {
  /** Where a key exchange costs a tenth of a second and more, less data means fewer of them. */
  private static final Set<String> SLOW_KEX =
      Set.of(
          "sntrup761x25519-sha512",
          "sntrup761x25519-sha512@openssh.com",
          "diffie-hellman-group16-sha512",
          "diffie-hellman-group18-sha512",
          "diffie-hellman-group-exchange-sha256",
          "diffie-hellman-group-exchange-sha1");

  /** At every MiB. */
  static final String OF_OURS = "RekeyLimit=1M";

  /**
   * At every MiB too: OpenSSH adds the bytes of the next packet to the blocks that it has sent, so
   * that with 1M each packet of 64 KiB has keys of its own.
   */
  static final String OF_OPENSSH = "RekeyLimit=2M";

  private final Exchange exchange;
  private final Ssh ssh;
  private final String rekeyLimit;

  /**
   * @param rekeyLimit the client's
   */
  Matrix(Path folder, Ssh ssh, String rekeyLimit) {
    this.exchange = new Exchange(folder);
    this.ssh = ssh;
    this.rekeyLimit = rekeyLimit;
  }

  /** The lists of the installed OpenSSH: {@code ssh -Q} in its words. */
  Stream<DynamicNode> rows() throws Exception {
    return Stream.of(
        dimension("kex", "kex", "KexAlgorithms", Algorithms.KEX),
        dimension("host key", "key-sig", "HostKeyAlgorithms", Algorithms.HOST_KEYS),
        dimension("cipher", "cipher", "Ciphers", Algorithms.CIPHERS),
        DynamicContainer.dynamicContainer(
            "MAC",
            Algorithms.MACS.stream()
                .map(
                    mac ->
                        cell("aes128-ctr with " + mac, 64, "Ciphers=aes128-ctr", "MACs=" + mac))),
        DynamicContainer.dynamicContainer(
            "compression",
            Stream.of(
                cell("zlib@openssh.com", 64, "Compression=yes"),
                cell("none", 64, "Compression=no"))),
        DynamicContainer.dynamicContainer("cipher with MAC", pairs()),
        DynamicContainer.dynamicContainer("identity", identities()));
  }

  private DynamicNode dimension(String title, String query, String option, List<String> names)
      throws Exception {
    Set<String> known = Algorithms.ofOpenSsh(query);
    return DynamicContainer.dynamicContainer(
        title,
        names.stream()
            .map(
                name -> {
                  if (!known.contains(name)) {
                    return unknown(name);
                  }
                  if (SLOW_KEX.contains(name)) {
                    return slowKex(option, name);
                  }
                  return cell(name, 64, option + "=" + name);
                }));
  }

  private static DynamicTest unknown(String name) {
    return DynamicTest.dynamicTest(
        name, () -> Assumptions.abort("the installed OpenSSH does not know " + name));
  }

  private DynamicTest slowKex(String option, String name) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          exec(List.of(option + "=" + name));
          echo(64, List.of(option + "=" + name, "RekeyLimit=32M"));
          echo(2, List.of(option + "=" + name, rekeyLimit));
        });
  }

  private Stream<DynamicTest> pairs() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String cipher :
        List.of("aes192-ctr", "aes256-ctr", "aes128-cbc", "aes256-cbc", "3des-cbc")) {
      for (String mac : Algorithms.MACS) {
        tests.add(
            DynamicTest.dynamicTest(
                cipher + " with " + mac,
                () -> echo(3, List.of("Ciphers=" + cipher, "MACs=" + mac, rekeyLimit))));
      }
    }
    return tests.stream();
  }

  private Stream<DynamicTest> identities() {
    return Stream.of(
            "ed25519",
            "ecdsa-256",
            "ecdsa-384",
            "ecdsa-521",
            "rsa/rsa-sha2-256",
            "rsa/rsa-sha2-512",
            "rsa/ssh-rsa",
            "dsa/ssh-dss")
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      String[] parts = name.split("/", 2);
                      List<String> options = new ArrayList<>();
                      options.add("IdentityFile=" + ssh.keys().identity(parts[0]));
                      if (parts.length == 2) {
                        options.add("PubkeyAcceptedAlgorithms=" + parts[1]);
                      }
                      exec(options);
                    }));
  }

  private DynamicTest cell(String title, int mebibytes, String... options) {
    return DynamicTest.dynamicTest(
        title,
        () -> {
          exec(List.of(options));
          List<String> all = new ArrayList<>(List.of(options));
          all.add(rekeyLimit);
          echo(mebibytes, all);
        });
  }

  private void exec(List<String> options) throws Exception {
    exchange.run(words -> ssh.command(options, words));
  }

  private void echo(int mebibytes, List<String> options) throws Exception {
    List<String> all = new ArrayList<>(options);
    if (options.stream().noneMatch(option -> option.startsWith("KexAlgorithms="))) {
      all.add("KexAlgorithms=curve25519-sha256");
    }
    exchange.echo(words -> ssh.command(all, words), mebibytes);
  }
}
