package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our sftp-server under OpenSSH's sftp, and beside OpenSSH's sftp-server. */
@Timeout(120)
class SftpServerInteropTest {
  @TempDir private Path folder;

  private Path files;
  private Path local;

  @BeforeEach
  void makeFiles() throws IOException {
    folder = folder.toRealPath();
    files = Files.createDirectory(folder.resolve("files"));
    local = Files.createDirectory(folder.resolve("local"));
  }

  private String sftp(String server, String... commands) throws Exception {
    Path batch = Files.write(folder.resolve("batch"), List.of(commands));
    return Command.of(Peer.required("sftp"), "-q", "-D", server, "-b", batch.toString())
        .run()
        .expectSuccess();
  }

  @Test
  void openSshsSftpDoesAllItsWork() throws Exception {
    byte[] data = new byte[3_000_001];
    new Random(1).nextBytes(data);
    Files.write(local.resolve("data"), data);
    Files.createDirectories(local.resolve("tree/sub"));
    Files.writeString(local.resolve("tree/sub/a"), "a");
    Files.writeString(local.resolve("tree/b"), "b");
    String server = Peer.ours("sftp-server");
    String df =
        sftp(
            server,
            "lcd " + local,
            "cd " + files,
            "put data",
            "get data back",
            "put -r tree",
            "get -r tree tree2",
            "rename data data2",
            "ln -s data2 soft",
            "ln data2 hard",
            "cp data2 copy",
            "chmod 640 data2",
            "put -p tree/b kept",
            "mkdir made",
            "rm tree/b",
            "rm tree/sub/a",
            "rmdir tree/sub",
            "df -h",
            "ls -l");
    assertArrayEquals(data, Files.readAllBytes(local.resolve("back")));
    assertArrayEquals(data, Files.readAllBytes(files.resolve("copy")));
    assertEquals("a", Files.readString(local.resolve("tree2/sub/a")));
    assertEquals(Path.of("data2"), Files.readSymbolicLink(files.resolve("soft")));
    assertEquals(2, Files.getAttribute(files.resolve("hard"), "unix:nlink"));
    assertEquals(0100640, Files.getAttribute(files.resolve("data2"), "unix:mode"));
    assertEquals(
        Files.getLastModifiedTime(local.resolve("tree/b")).toMillis() / 1000,
        Files.getLastModifiedTime(files.resolve("kept")).toMillis() / 1000);
    assertFalse(Files.exists(files.resolve("tree/sub")));
    assertTrue(df.contains("%Capacity"), df);
    assertEquals(
        sftp(Peer.required("sftp-server"), "ls -la " + files, "ls -ln " + files),
        sftp(server, "ls -la " + files, "ls -ln " + files));
  }

  @Test
  @Tag("F4")
  void readOnlyMeansReadOnly() throws Exception {
    Files.writeString(files.resolve("f"), "hello");
    String server = Peer.ours("sftp-server") + " -R";
    Path batch =
        Files.write(
            folder.resolve("batch"),
            List.of(
                "lcd " + local,
                "cd " + files,
                "-put " + folder.resolve("batch") + " x",
                "-rm f",
                "-rename f g",
                "-mkdir d",
                "-chmod 777 f",
                "-ln -s f s",
                "-cp f c",
                "get f"));
    Command.Outcome outcome =
        Command.of(Peer.required("sftp"), "-D", server, "-b", batch.toString()).run();
    assertEquals(0, outcome.status(), outcome.toString());
    assertEquals("hello", Files.readString(local.resolve("f")));
    assertArrayEquals(new String[] {"f"}, files.toFile().list());
  }

  /** Without root's rights and without anything in it, a folder can be all there is. */
  @Test
  @Tag("F3")
  void aFolderIsAllThereIs() throws Exception {
    Files.createDirectories(files.resolve("start"));
    Files.createSymbolicLink(files.resolve("away"), folder);
    Path batch =
        Files.write(
            folder.resolve("batch"), List.of("pwd", "-ls ../away", "cd ../..", "pwd", "ls -1"));
    String server = Peer.ours("sftp-server") + " -C " + files + " -d start";
    String text =
        Command.of(Peer.required("sftp"), "-D", server, "-b", batch.toString())
            .run()
            .expectSuccess();
    assertTrue(text.contains("Remote working directory: /start\n"), text);
    assertTrue(text.contains("Remote working directory: /\n"), text);
    assertTrue(text.endsWith("\naway\nstart\n"), text);
  }

  /** A server that is asked for what a client may ask, in the bytes of the protocol. */
  private static final class Raw implements AutoCloseable {
    private final Process process;
    private final DataOutputStream out;
    private final DataInputStream in;
    private int id;

    Raw(Path folder, String server) throws IOException {
      process =
          new ProcessBuilder(server)
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      out = new DataOutputStream(process.getOutputStream());
      in = new DataInputStream(process.getInputStream());
      send(new byte[] {1, 0, 0, 0, 3});
      receive();
    }

    private void send(byte[] message) throws IOException {
      out.writeInt(message.length);
      out.write(message);
      out.flush();
    }

    private byte[] receive() throws IOException {
      byte[] message = new byte[in.readInt()];
      in.readFully(message);
      return message;
    }

    /** The reply without its id. */
    byte[] ask(int type, byte[]... fields) throws IOException {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      DataOutputStream w = new DataOutputStream(message);
      w.writeByte(type);
      w.writeInt(++id);
      for (byte[] field : fields) {
        w.write(field);
      }
      send(message.toByteArray());
      byte[] reply = receive();
      byte[] rest = Arrays.copyOfRange(reply, 4, reply.length);
      rest[0] = reply[0];
      // Of a status the number counts: the text is for people.
      return rest[0] == 101 ? Arrays.copyOf(rest, 5) : rest;
    }

    /** All names, each with its line and its attributes. */
    Map<String, String> names(String path) throws IOException {
      byte[] opened = ask(11, string(path));
      byte[] handle = Arrays.copyOfRange(opened, 1, opened.length);
      Map<String, String> names = new TreeMap<>();
      for (byte[] reply = ask(12, handle); reply[0] == 104; reply = ask(12, handle)) {
        DataInputStream r =
            new DataInputStream(new java.io.ByteArrayInputStream(reply, 1, reply.length));
        for (int i = r.readInt(); i > 0; i--) {
          String name = text(r);
          String line = text(r);
          byte[] attributes = new byte[32];
          r.readFully(attributes);
          names.put(name, line + " " + java.util.HexFormat.of().formatHex(attributes));
        }
      }
      return names;
    }

    private static String text(DataInputStream r) throws IOException {
      byte[] bytes = new byte[r.readInt()];
      r.readFully(bytes);
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
      out.close();
      try {
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the server goes on");
      } catch (InterruptedException e) {
        throw new IOException(e);
      } finally {
        process.destroyForcibly();
      }
      assertEquals(0, process.exitValue());
    }
  }

  private static byte[] string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return java.nio.ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).array();
  }

  @Test
  void repliesAreOpenSshsByteByByte() throws Exception {
    Path file = Files.writeString(files.resolve("file"), "hello");
    Files.setAttribute(file, "unix:mode", 04751);
    Files.setLastModifiedTime(file, FileTime.from(1, TimeUnit.SECONDS));
    Path sub = Files.createDirectory(files.resolve("sub"));
    Files.setAttribute(sub, "unix:mode", 03775);
    Files.createSymbolicLink(files.resolve("link"), Path.of("file"));
    Files.createSymbolicLink(files.resolve("dangling"), Path.of("nowhere"));
    Files.createSymbolicLink(files.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(files.resolve("dir"), Path.of("sub"));
    // No UTF-8, and a line feed.
    Command.of("/bin/sh", "-c", "cd '" + files + "' && : > \"$(printf 'n\\377\\nx')\"")
        .run()
        .expectSuccess();
    String strange = "n\u00ff\nx";
    try (Raw real = new Raw(files, Peer.required("sftp-server"));
        Raw ours = new Raw(files, Peer.ours("sftp-server"))) {
      for (String path :
          List.of(
              "file",
              "sub",
              "link",
              "dangling",
              "loop",
              "dir",
              "dir/",
              "none",
              "none/",
              "file/",
              "file/x",
              "file/..",
              "dir/..",
              "dir/none",
              "dangling/x",
              "",
              ".",
              "..",
              "/",
              "//tmp",
              "/..",
              "~",
              "~/x",
              "~root",
              "~nosuchuser/x",
              "x".repeat(300),
              strange)) {
        for (int type : new int[] {7, 17, 16, 19, 13, 15}) {
          // Nothing is removed: remove and rmdir only of what they refuse.
          boolean refused = type < 16 && type > 7 && !path.equals("none") && !path.isEmpty();
          if (!refused) {
            assertArrayEquals(
                real.ask(type, string(path)), ours.ask(type, string(path)), type + " " + path);
          }
        }
        byte[] expand = string("expand-path@openssh.com");
        assertArrayEquals(
            real.ask(200, expand, string(path)), ours.ask(200, expand, string(path)), path);
      }
      assertEquals(real.names("."), ours.names("."));
      byte[] ids = java.nio.ByteBuffer.allocate(12).putInt(0).putInt(1).putInt(12345).array();
      byte[] both = string(new String(ids, StandardCharsets.ISO_8859_1));
      byte[] names = string("users-groups-by-id@openssh.com");
      assertArrayEquals(real.ask(200, names, both, both), ours.ask(200, names, both, both));
    }
  }
}
