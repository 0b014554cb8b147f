package dev.aikagi.tools.rotate;

import dev.aikagi.tools.copyid.FarKeys;
import dev.aikagi.tools.copyid.Mode;
import java.io.IOException;
import java.util.List;

/** One destination, as far as a rotation needs it. */
interface Site {
  /** Which of the two keys is shown, alone. */
  enum Turn {
    OLD,
    NEW
  }

  /** Logs in once. */
  Entry enter(Turn key);

  /** What came of it; where the door opened, one is behind it until this is closed. */
  interface Entry extends AutoCloseable {
    Seen seen();

    /** Reads the file of keys; only where the door opened. */
    FarKeys keys() throws IOException;

    /**
     * Where it is shut: why it may be.
     *
     * @param modes at the far end, where they are known
     */
    List<String> evidence(List<Mode> modes);

    @Override
    void close();
  }
}
