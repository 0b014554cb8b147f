package dev.aikagi.posix;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Pipes for the three standard streams of a program: this side's ends and the program's. */
public final class Pipes implements AutoCloseable {
  private static final int SIZE = 1 << 20;
  private static final int O_CLOEXEC = 0x80000;

  private final List<Descriptor> ours = new ArrayList<>();
  private final List<Descriptor> childEnds = new ArrayList<>();

  private Pipes() {}

  public static Pipes open() throws IOException {
    Pipes pipes = new Pipes();
    try (NativeFrame frame = new NativeFrame()) {
      for (int target = 0; target <= 2; target++) {
        MemorySegment ends = frame.allocate(8);
        frame.check("pipe2", frame.callInt(Libc.PIPE2, ends.address(), O_CLOEXEC));
        int childs = target == 0 ? 0 : 1;
        pipes.childEnds.add(Descriptor.owningAsIs(ends.getAtIndex(ValueLayout.JAVA_INT, childs)));
        pipes.ours.add(Descriptor.owning(ends.getAtIndex(ValueLayout.JAVA_INT, 1 - childs)));
      }
      pipes.input().requestPipeSize(SIZE);
      pipes.output().requestPipeSize(SIZE);
      return pipes;
    } catch (IOException | RuntimeException e) {
      pipes.closeChildEnds();
      pipes.close();
      throw e;
    }
  }

  /** What the program reads as its standard input is written here. Closing it tells the end. */
  public Descriptor input() {
    return ours.get(0);
  }

  /** The program's standard output. */
  public Descriptor output() {
    return ours.get(1);
  }

  /** The program's standard error. */
  public Descriptor errors() {
    return ours.get(2);
  }

  /** The program's ends, in the order of its descriptors. */
  public List<Descriptor> childEnds() {
    return List.copyOf(childEnds);
  }

  /** Once the program has its ends: it alone holds them open then. */
  public void closeChildEnds() {
    childEnds.forEach(Descriptor::close);
  }

  /** Closes this side's ends. */
  @Override
  public void close() {
    ours.forEach(Descriptor::close);
  }
}
