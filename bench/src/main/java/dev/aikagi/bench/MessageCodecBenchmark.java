package dev.aikagi.bench;

import dev.aikagi.Bytes;
import dev.aikagi.message.ChannelRequest;
import dev.aikagi.message.ChannelWindowAdjust;
import dev.aikagi.message.KexInit;
import dev.aikagi.message.Message;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Writing a message and reading it again: a small one, one with text, and the longest lists. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MessageCodecBenchmark {
  private final WireWriter out = new WireWriter(4096);
  private final ChannelWindowAdjust adjust = new ChannelWindowAdjust(0, 1 << 20);
  private final ChannelRequest request =
      new ChannelRequest(0, "exec", true, Bytes.utf8("\0\0\0\4true"));
  private final KexInit kexInit = proposal();

  /** Lists as long as those that are proposed. */
  private static KexInit proposal() {
    List<String> kex =
        List.of(
            "mlkem768x25519-sha256",
            "sntrup761x25519-sha512",
            "sntrup761x25519-sha512@openssh.com",
            "curve25519-sha256",
            "curve25519-sha256@libssh.org",
            "ecdh-sha2-nistp256",
            "ecdh-sha2-nistp384",
            "ecdh-sha2-nistp521",
            "kex-strict-c-v00@openssh.com");
    List<String> ciphers =
        List.of(
            "aes128-gcm@openssh.com",
            "aes256-gcm@openssh.com",
            "chacha20-poly1305@openssh.com",
            "aes128-ctr",
            "aes192-ctr",
            "aes256-ctr");
    List<String> macs = List.of("hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com");
    List<String> none = List.of("none");
    return new KexInit(
        Bytes.of(new byte[KexInit.COOKIE_LENGTH]),
        kex,
        List.of("ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512", "rsa-sha2-256"),
        ciphers,
        ciphers,
        macs,
        macs,
        none,
        none,
        List.of(),
        List.of(),
        false,
        0);
  }

  /** WINDOW_ADJUST. */
  @Benchmark
  public ChannelWindowAdjust windowAdjust() throws Exception {
    return ChannelWindowAdjust.read(written(adjust));
  }

  /** A request for a program. */
  @Benchmark
  public ChannelRequest channelRequest() throws Exception {
    return ChannelRequest.read(written(request));
  }

  /** Both sides' first message. */
  @Benchmark
  public KexInit kexInit() throws Exception {
    return KexInit.read(written(kexInit));
  }

  /** What a reader gets: it has seen the number. */
  private WireReader written(Message message) throws Exception {
    out.reset();
    message.write(out);
    WireReader reader = new WireReader(out.toArray());
    reader.skip(1);
    return reader;
  }
}
