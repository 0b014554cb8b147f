package dev.aikagi.tools.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.aikagi.Bytes;
import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.Identity;
import dev.aikagi.config.AlgorithmNames;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientConfigReader;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PrivateKeyFile;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The keys of this host, and the program that signs with them for others than root. */
@Timeout(120)
class OwnHostTest {
  private static final PrivateKey KEY = KeyGenerator.ed25519();

  @TempDir Path folder = Path.of("");

  private Path key(boolean withPrivateHalf) throws Exception {
    Path file = folder.resolve("ssh_host_ed25519_key");
    Files.writeString(folder.resolve("ssh_host_ed25519_key.pub"), KEY.publicKey().line() + "\n");
    if (withPrivateHalf) {
      Files.write(file, PrivateKeyFile.write(KEY, "", PrivateKeyFile.WriteOptions.openSsh(null)));
    }
    return file;
  }

  private OwnHost host(String config, Path... helpers) throws Exception {
    Path file = Files.writeString(folder.resolve("ssh_config"), config);
    return new OwnHost(folder, file.toString(), List.of(helpers));
  }

  private static ClientMethod.Hostbased method(OwnHost host) throws Exception {
    LocalMachine machine = new LocalMachine();
    ClientConfigReader reader =
        new ClientConfigReader("h", machine, AlgorithmNames.OPENSSH_CLIENT, _ -> {});
    ClientConfig config = reader.finish();
    return assertInstanceOf(
        ClientMethod.Hostbased.class, host.method(config, machine, Optional.empty()));
  }

  private static OwnHostReason refused(OwnHost host) throws Exception {
    Identity identity = method(host).identities().getFirst();
    return assertThrows(OwnHostException.class, identity::signer).reasons().getFirst();
  }

  /** A program in the place of ssh-keysign. */
  private Path helper(String script) throws Exception {
    Path file = Files.writeString(folder.resolve("keysign"), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  @Test
  void whoReadsTheKeysSignsWithThem() throws Exception {
    key(true);
    ClientMethod.Hostbased method = method(host(""));
    assertEquals(Optional.empty(), method.fault());
    Identity identity = method.identities().getFirst();
    assertEquals(Optional.of(KEY.publicKey()), identity.publicKey());
    assertEquals(KEY.publicKey(), identity.signer().publicKey());
    assertEquals(new LocalMachine().userName(), method.clientUser());
    assertEquals(new LocalMachine().hostName(), method.clientHost());
  }

  @Test
  void withoutKeysThereIsAReason() throws Exception {
    ClientMethod.Hostbased method = method(host(""));
    assertEquals(Optional.of(new OwnHostReason.NoKeys(folder)), method.fault());
  }

  @Test
  void othersNeedTheProgramAndItsSwitch() throws Exception {
    Path key = key(false);
    assertEquals(new OwnHostReason.NoHelper(key), refused(host("EnableSSHKeysign yes\n")));
    Path helper = helper("exit 1\n");
    Path config = folder.resolve("ssh_config");
    for (String off :
        List.of("", "EnableSSHKeysign no\n", "Host x\nEnableSSHKeysign yes\n", "?\n")) {
      assertEquals(new OwnHostReason.HelperOff(key, config.toString()), refused(host(off, helper)));
    }
    Identity on = method(host("EnableSSHKeysign yes\n", helper)).identities().getFirst();
    assertInstanceOf(Keysign.class, on.signer());
  }

  private static byte[] answer(int length, int version, byte[] signature) {
    return ByteBuffer.allocate(9 + signature.length)
        .putInt(length)
        .put((byte) version)
        .putInt(signature.length)
        .put(signature)
        .array();
  }

  /** The program finds out what the name of the descriptor's address is. */
  @Test
  void theProgramIsAskedAsOpenSshAsksIt() throws Exception {
    byte[] data = "what is to be signed".getBytes(StandardCharsets.UTF_8);
    byte[] signature = "signature".getBytes(StandardCharsets.UTF_8);
    Path reply = Files.write(folder.resolve("reply"), answer(1 + 4 + 9, 2, signature));
    Path helper =
        helper(
            "cat > "
                + folder
                + "/request; readlink /proc/self/fd/3 > "
                + folder
                + "/socket; cat "
                + reply
                + "\n");
    Keysign keysign =
        new Keysign(helper, KEY.publicKey(), Optional.of(InetAddress.ofLiteral("127.0.0.1")));
    assertEquals(Bytes.of(signature), keysign.sign(KEY.algorithms().getFirst(), data));
    ByteBuffer expected = ByteBuffer.allocate(4 + 1 + 4 + 4 + data.length);
    expected.putInt(1 + 4 + 4 + data.length).put((byte) 2).putInt(3).putInt(data.length);
    assertEquals(
        Bytes.of(expected.put(data).array()),
        Bytes.of(Files.readAllBytes(folder.resolve("request"))));
    assertEquals("socket", Files.readString(folder.resolve("socket")).substring(0, 6));
  }

  @Test
  void whatTheProgramSaysIsTheReason() throws Exception {
    Path helper = helper("cat > /dev/null; echo 'could not open any host key' >&2; exit 255\n");
    Keysign keysign = new Keysign(helper, KEY.publicKey(), Optional.empty());
    OwnHostException e =
        assertThrows(
            OwnHostException.class, () -> keysign.sign(KEY.algorithms().getFirst(), new byte[1]));
    assertEquals(
        new OwnHostReason.HelperFailed(helper, "could not open any host key"),
        e.reasons().getFirst());
  }

  @Test
  void anAnswerOfAnotherShapeIsNone() throws Exception {
    byte[] nine = new byte[9];
    for (byte[] bad :
        List.of(
            answer(1 + 4 + 9, 1, nine),
            answer(1 + 4 + 8, 2, nine),
            Arrays.copyOf(answer(1 + 4 + 9, 2, nine), 8),
            answer(1 + 4 + 10, 2, nine),
            Arrays.copyOf(answer(1 + 4 + 10, 2, nine), 19))) {
      Path reply = Files.write(folder.resolve("reply"), bad);
      Keysign keysign =
          new Keysign(
              helper("cat > /dev/null; cat " + reply + "\n"), KEY.publicKey(), Optional.empty());
      assertThrows(
          dev.aikagi.SshException.class,
          () -> keysign.sign(KEY.algorithms().getFirst(), new byte[1]));
    }
  }
}
