package dev.aikagi.bench;

import dev.aikagi.Bytes;
import dev.aikagi.kex.AlgorithmPreferences;
import dev.aikagi.kex.Role;
import dev.aikagi.message.ChannelRequest;
import dev.aikagi.message.ChannelWindowAdjust;
import dev.aikagi.message.KexInit;
import dev.aikagi.message.Message;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
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

  /** As a client proposes. */
  private static KexInit proposal() {
    return AlgorithmPreferences.client()
        .kexInit(Bytes.of(new byte[KexInit.COOKIE_LENGTH]), Role.CLIENT, true);
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
