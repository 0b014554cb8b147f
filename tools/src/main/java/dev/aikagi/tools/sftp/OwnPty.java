package dev.aikagi.tools.sftp;

import dev.aikagi.posix.Descriptor;
import dev.aikagi.posix.PosixException;
import dev.aikagi.posix.TerminalAttributes;
import dev.aikagi.posix.WindowSize;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Sized;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jspecify.annotations.Nullable;

/**
 * This process's terminal for JLine, over our own native calls: JLine's need either a library of
 * its own that is unpacked to a file, or a program that is started for each call.
 *
 * <p>Of the attributes that JLine sets only one is looked at: whether lines are edited by it or by
 * the system.
 */
final class OwnPty implements Pty {
  private final dev.aikagi.posix.Terminal terminal = dev.aikagi.posix.Terminal.of(0);
  private final TerminalAttributes before;
  private Attributes attributes = usual();

  OwnPty() throws PosixException {
    this.before = terminal.attributes();
  }

  /** What a terminal is usually set to, in JLine's words. */
  private static Attributes usual() {
    Attributes a = new Attributes();
    a.setInputFlags(EnumSet.of(Attributes.InputFlag.ICRNL, Attributes.InputFlag.IXON));
    a.setOutputFlags(EnumSet.of(Attributes.OutputFlag.OPOST, Attributes.OutputFlag.ONLCR));
    a.setLocalFlags(
        EnumSet.of(
            Attributes.LocalFlag.ICANON,
            Attributes.LocalFlag.ECHO,
            Attributes.LocalFlag.ISIG,
            Attributes.LocalFlag.IEXTEN));
    a.setControlChar(Attributes.ControlChar.VERASE, 0x7f);
    a.setControlChar(Attributes.ControlChar.VKILL, 'U' & 31);
    a.setControlChar(Attributes.ControlChar.VWERASE, 'W' & 31);
    a.setControlChar(Attributes.ControlChar.VEOF, 'D' & 31);
    a.setControlChar(Attributes.ControlChar.VINTR, 'C' & 31);
    return a;
  }

  @Override
  public Attributes getAttr() {
    return new Attributes(attributes);
  }

  @Override
  public void setAttr(Attributes next) throws IOException {
    boolean lines = next.getLocalFlag(Attributes.LocalFlag.ICANON);
    terminal.applyAfterOutput(lines ? before : before.byCharacter());
    attributes = new Attributes(next);
  }

  @Override
  public Size getSize() throws IOException {
    WindowSize size = terminal.windowSize();
    return Size.of(size.columns(), size.rows());
  }

  @Override
  public void setSize(Sized size) {
    // The size is the terminal's.
  }

  @Override
  public InputStream getSlaveInput() {
    return new TerminalInput(Descriptor.inherited(0));
  }

  @Override
  public OutputStream getSlaveOutput() {
    return new FileOutputStream(FileDescriptor.out);
  }

  @Override
  public InputStream getMasterInput() {
    throw new UnsupportedOperationException("a terminal of somebody else's has no master here");
  }

  @Override
  public OutputStream getMasterOutput() {
    throw new UnsupportedOperationException("a terminal of somebody else's has no master here");
  }

  @Override
  public SystemStream getSystemStream() {
    return SystemStream.Output;
  }

  @Override
  public @Nullable TerminalProvider getProvider() {
    return null;
  }

  @Override
  public void close() {
    // The descriptors are the process's.
  }
}
