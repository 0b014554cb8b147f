package dev.aikagi.tools.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.Reason;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Report;
import dev.aikagi.tools.explain.Step;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that begin well, stop in the middle, and keep the connection open. */
@Timeout(60)
class ExaminationTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final byte[] VERSION = "SSH-2.0-Stall\r\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  /** One that says so much and then nothing, until the other side goes. */
  private record Stall(ServerSocket listener, Bytes said) implements AutoCloseable {
    static Stall after(byte[]... said) throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (byte[] part : said) {
        all.write(part);
      }
      ServerSocket listener = new ServerSocket();
      listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      Stall stall = new Stall(listener, Bytes.of(all.toByteArray()));
      Thread.ofVirtual().name("stall").start(stall::serve);
      return stall;
    }

    private void serve() {
      try (Socket peer = listener.accept()) {
        peer.getOutputStream().write(said.toArray());
        peer.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        // The test is over.
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }

  /** What a server that both sides could go on with proposes: RFC 4253 section 7.1. */
  private static byte[] kexInit() throws IOException {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(payload);
    out.writeByte(20);
    out.write(new byte[16]);
    for (String list :
        List.of(
            "curve25519-sha256",
            "ssh-ed25519",
            "aes128-ctr",
            "aes128-ctr",
            "hmac-sha2-256",
            "hmac-sha2-256",
            "none",
            "none",
            "",
            "")) {
      out.writeInt(list.length());
      out.writeBytes(list);
    }
    out.writeByte(0);
    out.writeInt(0);
    return packet(payload.toByteArray());
  }

  /** RFC 4253 section 6. */
  private static byte[] packet(byte[] payload) throws IOException {
    int padding = 8 - (5 + payload.length) % 8 + 8;
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    DataOutputStream framed = new DataOutputStream(packet);
    framed.writeInt(1 + payload.length + padding);
    framed.writeByte(padding);
    framed.write(payload);
    framed.write(new byte[padding]);
    return packet.toByteArray();
  }

  private Report examined(Stall stall, Patience.Limits limits) throws Exception {
    List<String> words =
        List.of(
            "-F",
            "none",
            "-p",
            Integer.toString(stall.listener().getLocalPort()),
            "-o",
            "UserKnownHostsFile=" + folder.resolve("known_hosts"),
            "-o",
            "GlobalKnownHostsFile=none",
            "-o",
            "IdentityFile=none",
            "-o",
            "IdentityAgent=none",
            "127.0.0.1");
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true);
    return Examination.of(words, false, nowhere, limits);
  }

  private static Reason onlyCause(Report report) {
    assertEquals(1, report.findings().size(), report.toString());
    Finding finding = report.findings().getFirst();
    assertEquals(Rank.CERTAIN, finding.rank());
    Step last = report.way().getLast();
    assertEquals(Mark.BAD, last.mark(), report.toString());
    return finding.reason();
  }

  private static boolean went(Report report, String key) {
    return report.way().stream().anyMatch(s -> s.mark() == Mark.OK && s.text().key().equals(key));
  }

  @Test
  void oneThatSaysNothingIsSilent() throws Exception {
    try (Stall stall = Stall.after()) {
      Report report = examined(stall, new Patience.Limits(SHORT, LONG, LONG, LONG));
      assertInstanceOf(BannerReason.Silent.class, onlyCause(report));
    }
  }

  @Test
  void oneThatNamesItselfAndStopsHasStalled() throws Exception {
    try (Stall stall = Stall.after(VERSION)) {
      Report report = examined(stall, new Patience.Limits(LONG, LONG, SHORT, LONG));
      assertInstanceOf(BannerReason.Stalled.class, onlyCause(report));
      assertTrue(went(report, "way.version"), report.toString());
    }
  }

  @Test
  void soHasOneThatStopsInTheKeyExchange() throws Exception {
    try (Stall stall = Stall.after(VERSION, kexInit())) {
      Report report = examined(stall, new Patience.Limits(LONG, LONG, SHORT, LONG));
      assertInstanceOf(BannerReason.Stalled.class, onlyCause(report));
      assertTrue(went(report, "way.algorithms"), report.toString());
    }
  }

  /** Half of a packet is no sign of life. */
  @Test
  void orInTheMiddleOfAPacket() throws Exception {
    byte[] half = Arrays.copyOf(kexInit(), 40);
    try (Stall stall = Stall.after(VERSION, half)) {
      Report report = examined(stall, new Patience.Limits(LONG, LONG, SHORT, LONG));
      assertInstanceOf(BannerReason.Stalled.class, onlyCause(report));
    }
  }
}
