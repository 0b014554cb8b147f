package dev.aikagi.interop.keygen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.SecurityKeyPrivateKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys inside authenticators, which OpenSSH's own library for its tests plays. */
class SecurityKeyDifferentialTest {
  @TempDir static Path shared;
  private static String dummy = "";

  @TempDir Path folder;

  @BeforeAll
  static void peer() throws Exception {
    Tool.assumeInstalled(Tool.SSH_KEYGEN);
    dummy = SkProvider.dummy(shared);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private String[] making(String type, String name, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("-q", "-t", type, "-w", dummy, "-N", "pass", "-a", "2", "-C", "me"));
    words.addAll(List.of("-f", file(name)));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  /** Both show the same key, and each signs with what the other made. */
  private void bothUse(String name) throws Exception {
    Tool.assertSame(folder, "-y", "-P", "pass", "-f", file(name));
    Tool.assertSame(folder, "-l", "-f", file(name));
    Files.writeString(folder.resolve("message"), "message");
    String[] sign = {
      "-Y", "sign", "-w", dummy, "-n", "n", "-P", "pass", "-f", file(name), file("message")
    };
    String[] check = {"-Y", "check-novalidate", "-n", "n", "-s", file("message.sig")};
    assertTrue(Tool.ours(sign).ok().err().contains("Confirm user presence for key "));
    Tool.process(
            folder,
            List.of("sh", "-c", Tool.SSH_KEYGEN + " " + String.join(" ", check) + " < message"))
        .ok();
    Files.delete(folder.resolve("message.sig"));
    // Theirs asks a terminal for the passphrase, whatever -P says.
    Tool.ours("-q", "-p", "-P", "pass", "-N", "", "-f", file(name)).ok();
    Tool.process(
            folder,
            List.of(Tool.SSH_KEYGEN, "-Y", "sign", "-n", "n", "-f", file(name), file("message")),
            Map.of("SSH_SK_PROVIDER", dummy))
        .ok();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519-sk", "ecdsa-sk"})
  void bothMakeAndUse(String type) throws Exception {
    Tool.ours(making(type, "ours")).ok();
    bothUse("ours");
    Tool.theirs(folder, making(type, "theirs", "-O", "application=ssh:other")).ok();
    bothUse("theirs");
  }

  @Test
  void theProofIsTheSame() throws Exception {
    Files.writeString(folder.resolve("challenge"), "challenge");
    for (boolean ours : new boolean[] {true, false}) {
      String[] words =
          making(
              "ecdsa-sk",
              "key" + ours,
              "-O",
              "challenge=" + file("challenge"),
              "-O",
              "write-attestation=" + file("proof" + ours));
      Tool.Result result = ours ? Tool.ours(words) : Tool.theirs(folder, words);
      result.ok();
    }
    assertEquals(-1, Files.mismatch(folder.resolve("prooftrue"), folder.resolve("prooffalse")));
  }

  /** The configuration of a server that lets in whoever has the key. */
  private String serverOfKey() throws Exception {
    Tool.theirs(folder, "-q", "-t", "ed25519", "-N", "", "-f", file("host")).ok();
    return Files.writeString(
            folder.resolve("config"),
            "HostKey %s\nAuthorizedKeysFile %s\nStrictModes no\nUsePAM no\n"
                .formatted(file("host"), file("key.pub")))
        .toString();
  }

  /** How a program of ours is run from the classes, up to its name. */
  private static String ofClasses() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return java
        + " --enable-native-access=ALL-UNNAMED -cp "
        + System.getProperty("java.class.path")
        + " dev.aikagi.tools.Main ";
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519-sk", "ecdsa-sk"})
  void aLoginWithOneGoesBothWays(String type) throws Exception {
    Tool.assumeInstalled("/usr/sbin/sshd");
    Tool.ours(making(type, "key", "-N", "")).ok();
    String account = System.getProperty("user.name");
    String config = serverOfKey();
    String ours = ofClasses();
    for (String[] way :
        new String[][] {{ours + "ssh", "/usr/sbin/sshd"}, {"/usr/bin/ssh", ours + "sshd"}}) {
      List<String> command = new ArrayList<>(List.of(way[0].split(" ", -1)));
      command.addAll(
          List.of(
              "-v",
              "-F",
              "none",
              "-oBatchMode=yes",
              "-oIdentitiesOnly=yes",
              "-oIdentityAgent=none",
              "-oStrictHostKeyChecking=no",
              "-oUserKnownHostsFile=" + file("known"),
              "-oSecurityKeyProvider=" + dummy,
              "-i" + file("key"),
              "-oProxyCommand=" + way[1] + " -i -f " + config,
              account + "@token.example",
              "echo in"));
      Tool.Result login = Tool.process(folder, command);
      // A program is started by a server of the image only.
      assertTrue(login.err().contains("Authenticated to token.example"), login::err);
      // OpenSSH's says that at a terminal only.
      boolean isOurs = way[0].equals(ours + "ssh");
      assertTrue(!isOurs || login.err().contains("Confirm user presence for key "), login::err);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "$AIKAGI_TEST_NOT_SET"})
  void withoutAProviderNeitherOffersIt(String setting) throws Exception {
    Tool.assumeInstalled("/usr/sbin/sshd");
    Tool.ours(making("ed25519-sk", "key", "-N", "")).ok();
    String config = serverOfKey();
    for (String client : new String[] {ofClasses() + "ssh", "/usr/bin/ssh"}) {
      List<String> command = new ArrayList<>(List.of(client.split(" ", -1)));
      command.addAll(
          List.of(
              "-v",
              "-F",
              "none",
              "-oBatchMode=yes",
              "-oIdentityAgent=none",
              "-oStrictHostKeyChecking=no",
              "-oUserKnownHostsFile=" + file("known"),
              "-oSecurityKeyProvider=" + setting,
              "-i" + file("key"),
              "-oProxyCommand=/usr/sbin/sshd -i -f " + config,
              System.getProperty("user.name") + "@token.example",
              "echo in"));
      Tool.Result login = Tool.process(folder, command);
      assertEquals(255, login.code());
      assertTrue(
          login
              .err()
              .contains(
                  "pubkey_prepare: ignoring authenticator-hosted key "
                      + file("key")
                      + " as no SecurityKeyProvider has been specified"),
          login::err);
      assertFalse(login.err().contains("Offering public key"), login::err);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-t ed25519-sk -w DUMMY -O application=foo -f OUT",
        "-t ed25519-sk -w DUMMY -O foo -f OUT",
        "-t ed25519-sk -w DUMMY -O challenge=/nonexistent -f OUT",
      })
  void faultsAreSaidAlike(String words) throws Exception {
    Tool.assertSame(
        folder, words.replace("OUT", file("out")).replace("DUMMY", dummy).split(" ", -1));
  }

  @Test
  void withoutAnAuthenticatorBothFailAlike() throws Exception {
    List<Tool.Result> results = new ArrayList<>();
    for (boolean ours : new boolean[] {true, false}) {
      String[] words = {
        "-t", "ed25519-sk", "-O", "device=/nonexistent", "-N", "", "-f", file("key")
      };
      results.add(ours ? Tool.ours(words) : Tool.theirs(folder, words));
    }
    assertEquals(results.get(1).code(), results.get(0).code());
    assertEquals(results.get(1).out(), results.get(0).out());
    assertEquals("Key enrollment failed: device not found\n", results.get(1).err());
    assertEquals(
        "Key enrollment failed: device not found"
            + " (/nonexistent cannot be opened: FIDO_ERR_INTERNAL)\n",
        results.get(0).err());
  }

  @Test
  @Tag("R8")
  void anotherLibraryIsNotLoaded() throws Exception {
    Path library = Files.write(folder.resolve("other.so"), new byte[] {0x7f, 'E', 'L', 'F'});
    Tool.Result result =
        Tool.ours("-q", "-t", "ed25519-sk", "-w", library.toString(), "-N", "", "-f", file("k"));
    assertEquals(255, result.code());
    assertEquals(
        "provider "
            + library
            + " is not an OpenSSH FIDO library\n"
            + "Key enrollment failed: invalid format\n",
        result.err());
  }

  private Tool.Result asked(Path into, List<String> command, String provider) throws Exception {
    return asked(into, command, provider, "1234\\n\\n\\n");
  }

  /** Without a terminal, both read secrets from standard input. */
  private Tool.Result asked(Path into, List<String> command, String provider, String answers)
      throws Exception {
    String script = "printf '" + answers + "' | setsid -w \"$0\" \"$@\"";
    List<String> words = new ArrayList<>(List.of("sh", "-c", script));
    words.addAll(command);
    return Tool.process(into, words, Map.of("SSH_SK_PROVIDER", provider));
  }

  private static List<String> ours() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        OurKeygen.class.getName());
  }

  /** With the keys of an authenticator that somebody filled who would write elsewhere. */
  @Test
  void bothDownloadTheSame() throws Exception {
    String provider = SkProvider.resident(folder, "0x000a0000");
    List<List<String>> listings = new ArrayList<>();
    for (boolean ours : new boolean[] {true, false}) {
      Path into = Files.createDirectory(folder.resolve("into" + ours));
      List<String> command = new ArrayList<>(ours ? ours() : List.of(Tool.SSH_KEYGEN));
      command.add("-K");
      Tool.Result result = asked(into, command, provider).ok();
      List<String> listing = new ArrayList<>(List.of(result.out().split("\n", -1)));
      try (var files = Files.list(into)) {
        for (Path file : files.sorted().toList()) {
          listing.add(file.getFileName().toString());
          if (file.toString().endsWith(".pub")) {
            listing.add(Files.readString(file));
          }
        }
      }
      listings.add(listing);
    }
    assertEquals(listings.get(1), listings.get(0));
    assertTrue(listings.get(0).contains("id_ed25519_sk_rk_work_me"), listings::toString);
  }

  @Test
  void aPinIsAskedForWhereOneIsWanted() throws Exception {
    String provider = SkProvider.resident(folder, "0x000a0000");
    List<String> command = new ArrayList<>(ours());
    command.addAll(List.of("-t", "ed25519-sk", "-N", "", "-f", file("key")));
    assertTrue(
        asked(folder, command, provider).ok().out().contains("authenticator again to authorize"));
    Tool.theirs(folder, "-y", "-f", file("key")).ok();
  }

  @ParameterizedTest
  @ValueSource(strings = {"y", "n", ""})
  void bothAskBeforeAKeyInTheTokenIsReplaced(String answer) throws Exception {
    String provider = SkProvider.resident(folder, "0x000a0000");
    List<Tool.Result> results = new ArrayList<>();
    for (boolean ours : new boolean[] {true, false}) {
      List<String> command = new ArrayList<>(ours ? ours() : List.of(Tool.SSH_KEYGEN));
      command.addAll(List.of("-t", "ed25519-sk", "-O", "resident", "-N", "", "-C", "me"));
      if (!answer.isEmpty()) {
        command.addAll(List.of("-O", "user=me"));
      }
      command.addAll(List.of("-f", file("key" + ours)));
      Tool.Result result = asked(folder, command, provider, "1234\\n" + answer + "\\n");
      results.add(result);
      assertEquals(answer.equals("y"), Files.exists(folder.resolve("key" + ours)));
    }
    assertEquals(results.get(1).code(), results.get(0).code());
    assertEquals(results.get(1).err(), results.get(0).err());
    assertEquals(results.get(1).out().replace("keyfalse", "keytrue"), results.get(0).out());
    assertTrue(results.get(0).out().contains("user id '" + (answer.isEmpty() ? "null" : "me")));
    if (answer.equals("y")) {
      Tool.assertSame(folder, "-y", "-f", file("keytrue"));
      SecurityKeyPrivateKey key =
          (SecurityKeyPrivateKey)
              PrivateKeyFile.read(folder.resolve("keytrue"), null).orThrow().key();
      assertEquals(
          SecurityKeyPrivateKey.USER_PRESENCE | SecurityKeyPrivateKey.RESIDENT, key.flags());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x00080000", "0x000b0000"})
  void aLibraryOfAnotherVersionIsNotAsked(String version) throws Exception {
    String provider = SkProvider.resident(folder, version);
    Tool.Result result =
        Tool.ours("-q", "-t", "ed25519-sk", "-w", provider, "-N", "", "-f", file("key"));
    assertEquals(255, result.code());
    assertTrue(result.err().contains(" implements version " + version), result::err);
  }
}
