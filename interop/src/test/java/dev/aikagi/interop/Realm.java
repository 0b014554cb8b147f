package dev.aikagi.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A realm of Kerberos of a test's own: MIT's KDC on loopback, with everything in one folder. */
final class Realm implements AutoCloseable {
  static final String NAME = "AIKAGI.TEST";

  private final Path folder;
  private final Daemon kdc;

  private Realm(Path folder, Daemon kdc) {
    this.folder = folder;
    this.kdc = kdc;
  }

  static Realm start(Path folder) throws Exception {
    String program = Peer.required("krb5kdc");
    Peer.required("kadmin.local");
    Peer.required("kinit");
    configure(folder, 1);
    command(folder, Peer.required("kdb5_util"), "create", "-s", "-P", "master", "-r", NAME)
        .run()
        .expectSuccess();
    Daemon kdc =
        Daemon.start(
            "starting",
            port -> {
              configure(folder, port);
              Path pid = folder.resolve("kdc.pid");
              return within(folder, List.of(program, "-n", "-P", pid.toString()));
            });
    return new Realm(folder, kdc);
  }

  private static void configure(Path folder, int port) throws IOException {
    Files.writeString(
        folder.resolve("krb5.conf"),
        """
        [libdefaults]
         default_realm = %1$s
         dns_lookup_kdc = false
         dns_lookup_realm = false
         dns_canonicalize_hostname = false
         rdns = false
         udp_preference_limit = 1
         forwardable = true
        [realms]
         %1$s = {
          kdc = 127.0.0.1:%2$d
         }
        [domain_realm]
         localhost = %1$s
         127.0.0.1 = %1$s
        """
            .formatted(NAME, port));
    Files.writeString(
        folder.resolve("kdc.conf"),
        """
        [kdcdefaults]
         kdc_listen = 127.0.0.1:%2$d
         kdc_tcp_listen = 127.0.0.1:%2$d
        [realms]
         %1$s = {
          database_name = %3$s/principal
          key_stash_file = %3$s/stash
          acl_file = %3$s/acl
         }
        """
            .formatted(NAME, port, folder));
  }

  private static List<String> within(Path folder, List<String> words) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "env",
                "KRB5_CONFIG=" + folder.resolve("krb5.conf"),
                "KRB5_KDC_PROFILE=" + folder.resolve("kdc.conf")));
    all.addAll(words);
    return all;
  }

  private static Command command(Path folder, String... words) {
    return Command.of(within(folder, List.of(words)));
  }

  /** The words of a program that is in this realm. */
  List<String> within(List<String> words) {
    return within(folder, words);
  }

  Path configuration() {
    return folder.resolve("krb5.conf");
  }

  /** Its key goes into a keytab. */
  Path principal(String name) throws Exception {
    Path keytab = folder.resolve(name.replace('/', '.') + ".keytab");
    String admin = Peer.required("kadmin.local");
    command(folder, admin, "-q", "addprinc -randkey " + name).run().expectSuccess();
    command(folder, admin, "-q", "ktadd -k " + keytab + " " + name).run().expectSuccess();
    return keytab;
  }

  /** A ticket in a cache of this name. */
  String ticket(String principal, Path keytab, String cache, String... more) throws Exception {
    String name = "FILE:" + folder.resolve(cache);
    command(folder, Peer.required("kinit"), "-c", name, "-k", "-t", keytab.toString())
        .and(more)
        .and(principal)
        .run()
        .expectSuccess();
    return name;
  }

  @Override
  public void close() {
    kdc.close();
  }
}
