package dev.aikagi.interop.keygen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aikagi.interop.Compared;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ssh-keygen -Y of both sides: what one signs, the other believes of the same people. */
class FileSignatureDifferentialTest {
  private static final String GIT = "/usr/bin/git";

  @TempDir static Path folder;

  /** Of each key and certificate, by each side. */
  private static final List<String> signatures = new ArrayList<>();

  @BeforeAll
  static void sign() throws Exception {
    Tool.assumeInstalled(Tool.SSH_KEYGEN);
    generate("ca", "ed25519");
    for (String type : List.of("ed25519", "ecdsa", "rsa")) {
      generate(type, type);
      generate(type + "c", type);
      Tool.ours("-q", "-s", at("ca"), "-I", "id", "-n", "a@x,b@y", at(type + "c") + ".pub").ok();
      // Nobody's name is in the second.
      for (String key : List.of(type, type + "c-cert.pub")) {
        for (boolean ours : new boolean[] {true, false}) {
          for (String hash : List.of("sha256", "sha512")) {
            signature(key, ours, hash);
          }
        }
      }
    }
  }

  private static String at(String name) {
    return folder.resolve(name).toString();
  }

  private static void generate(String name, String type) throws Exception {
    String bits = type.equals("rsa") ? "2048" : "256";
    Tool.ours("-q", "-t", type, "-b", bits, "-N", "", "-f", at(name)).ok();
  }

  private static void signature(String key, boolean ours, String hash) throws Exception {
    String message = at("m-" + signatures.size());
    Files.writeString(Path.of(message), "hello");
    String[] words = {
      "-q", "-Y", "sign", "-O", "hashalg=" + hash, "-f", at(key), "-n", "file", message
    };
    Tool.Result result = ours ? Tool.ours(words) : Tool.theirs(folder, words);
    assertEquals(new Tool.Result(0, "", ""), result, key);
    signatures.add(message + ".sig");
  }

  /** Every signature by every list. */
  @Test
  void bothFindTheSamePeople() throws Exception {
    List<String> lists = new ArrayList<>();
    for (String before :
        List.of(
            "a@x ",
            "*@x,!b@x ",
            "\"a@x,b@y\" namespaces=\"git\" ",
            "a@x valid-before=\"20200101\" ",
            "*@y cert-authority ",
            "* cert-authority,namespaces=\"file\" ",
            "a@x no-such-option ")) {
      for (String key : List.of("ca", "ed25519", "ecdsac", "rsa")) {
        Path list = folder.resolve("list-" + lists.size());
        Files.writeString(list, "# who\n\n" + before + Files.readString(Path.of(at(key) + ".pub")));
        lists.add(list.toString());
      }
    }
    for (String list : lists) {
      for (String signature : signatures) {
        String[] words = {"-Y", "find-principals", "-s", signature, "-f", list};
        Tool.Result theirs = Tool.theirs(folder, words);
        Tool.Result ours = Tool.ours(words);
        assertEquals(theirs.code(), ours.code(), () -> String.join(" ", words));
        assertEquals(theirs.out(), ours.out(), () -> String.join(" ", words));
        Compared.one("signatures");
      }
      String[] words = {"-Y", "match-principals", "-I", "a@x", "-f", list};
      assertEquals(Tool.theirs(folder, words).out(), Tool.ours(words).out(), list);
      Compared.one("signatures");
    }
  }

  /** git signs a commit and believes it through our ssh-keygen, and through theirs. */
  @Test
  void gitSignsAndVerifies() throws Exception {
    assumeTrue(Files.isExecutable(Path.of(GIT)), "git is not installed");
    Path program = folder.resolve("our-keygen");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Files.writeString(
        program,
        "#!/bin/sh\nexec '%s' --enable-native-access=ALL-UNNAMED -cp '%s' %s \"$@\"\n"
            .formatted(java, System.getProperty("java.class.path"), OurKeygen.class.getName()));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path signers = folder.resolve("git-signers");
    Files.writeString(
        signers, "a@x namespaces=\"git\" " + Files.readString(Path.of(at("rsa.pub"))));
    Path tree = Files.createDirectory(folder.resolve("tree"));
    for (String[] setting :
        new String[][] {
          {"user.name", "a"},
          {"user.email", "a@x"},
          {"gpg.format", "ssh"},
          {"gpg.ssh.program", program.toString()},
          {"user.signingkey", at("rsa.pub")},
          {"gpg.ssh.allowedSignersFile", signers.toString()}
        }) {
      if (setting[0].equals("user.name")) {
        git(tree, "init", "-q");
      }
      git(tree, "config", setting[0], setting[1]);
    }
    git(tree, "commit", "-q", "--allow-empty", "-S", "-m", "signed");
    assertTrue(git(tree, "verify-commit", "HEAD").err().contains("Good \"git\" signature for a@x"));
    git(tree, "config", "gpg.ssh.program", Tool.SSH_KEYGEN);
    assertTrue(git(tree, "verify-commit", "HEAD").err().contains("Good \"git\" signature for a@x"));
  }

  private static Tool.Result git(Path tree, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(GIT));
    command.addAll(List.of(words));
    // Neither the person's settings nor the machine's.
    return Tool.process(
            tree,
            command,
            java.util.Map.of(
                "HOME",
                folder.toString(),
                "GIT_CONFIG_NOSYSTEM",
                "1",
                "XDG_CONFIG_HOME",
                at("none")))
        .ok();
  }
}
