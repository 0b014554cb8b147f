package dev.aikagi.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/** Authenticators in memory, which the system's libfido2 speaks to as to those on USB. */
@SuppressWarnings("restricted")
final class VirtualDevices implements FidoDevices, AutoCloseable {
  final List<VirtualConnection> plugged = new ArrayList<>();

  /** How many more are seen, and cannot be opened. */
  int broken;

  /** What went wrong where no exception may pass. */
  final List<Throwable> failures = new ArrayList<>();

  int opened;
  int closed;
  long touchMilliseconds = 20_000;
  long choiceMilliseconds = 20_000;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment functions;

  VirtualDevices(VirtualConnection... connections) throws ReflectiveOperationException {
    plugged.addAll(List.of(connections));
    functions = arena.allocate(32, 8);
    function(0, "open", ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
    function(2, "read", ValueLayout.JAVA_INT, longs(3));
    function(3, "write", ValueLayout.JAVA_INT, longs(3));
    MethodType type = MethodType.methodType(void.class, long.class);
    functions.setAtIndex(
        ValueLayout.JAVA_LONG,
        1,
        NativeFrame.LINKER
            .upcallStub(
                MethodHandles.lookup().bind(this, "close", type),
                FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG),
                arena)
            .address());
  }

  private static MemoryLayout[] longs(int count) {
    MemoryLayout[] out = new MemoryLayout[count];
    java.util.Arrays.fill(out, ValueLayout.JAVA_LONG);
    return out;
  }

  private void function(int index, String name, MemoryLayout result, MemoryLayout... given)
      throws ReflectiveOperationException {
    boolean reads = name.equals("read");
    FunctionDescriptor layout = FunctionDescriptor.of(result, given);
    if (reads) {
      layout = layout.appendArgumentLayouts(ValueLayout.JAVA_INT);
    }
    functions.setAtIndex(
        ValueLayout.JAVA_LONG,
        index,
        NativeFrame.LINKER
            .upcallStub(
                MethodHandles.lookup().bind(this, name, layout.toMethodType()), layout, arena)
            .address());
  }

  @Override
  public List<String> paths(FidoFrame frame) {
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < plugged.size() + broken; i++) {
      paths.add("virtual:" + i);
    }
    return paths;
  }

  @Override
  public void prepare(FidoFrame frame, long device) throws SecurityKeyException {
    MemorySegment function =
        NativeLibrary.FIDO2.lookup().find("fido_dev_set_io_functions").orElseThrow();
    try (NativeFrame call = new NativeFrame()) {
      int code = (int) call.callAt(function, device, functions.address());
      if (code != 0) {
        throw frame.fault(code);
      }
    }
  }

  @Override
  public long touchMilliseconds() {
    return touchMilliseconds;
  }

  @Override
  public long choiceMilliseconds() {
    return choiceMilliseconds;
  }

  long open(long path) {
    String name = NativeFrame.stringAt(path);
    try {
      int index = Integer.parseInt(String.valueOf(name).substring("virtual:".length()));
      plugged.get(index).begin();
      opened++;
      return index + 1L;
    } catch (RuntimeException e) {
      // As of a path that is none.
      return 0;
    }
  }

  void close(long handle) {
    closed++;
  }

  int read(long handle, long buffer, long length, int milliseconds) {
    try {
      byte[] report = plugged.get((int) handle - 1).read(milliseconds);
      if (report.length == 0) {
        return -1;
      }
      MemorySegment.copy(
          report,
          0,
          MemorySegment.ofAddress(buffer).reinterpret(length),
          ValueLayout.JAVA_BYTE,
          0,
          report.length);
      return report.length;
    } catch (Throwable e) {
      failures.add(e);
      return -1;
    }
  }

  int write(long handle, long buffer, long length) {
    try {
      // The first byte is the number of the report.
      byte[] report =
          MemorySegment.ofAddress(buffer + 1)
              .reinterpret(length - 1)
              .toArray(ValueLayout.JAVA_BYTE);
      plugged.get((int) handle - 1).write(report);
      return (int) length;
    } catch (Throwable e) {
      failures.add(e);
      return -1;
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
