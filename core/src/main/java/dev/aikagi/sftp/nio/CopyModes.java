package dev.aikagi.sftp.nio;

import java.nio.file.CopyOption;
import java.nio.file.LinkOption;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** How a file is copied or moved. */
record CopyModes(boolean replace, boolean attributes, boolean atomic, boolean followLinks) {
  static CopyModes ofCopy(CopyOption... options) {
    CopyModes modes = of(options);
    if (modes.atomic) {
      throw new UnsupportedOperationException("no copy is atomic");
    }
    return modes;
  }

  static CopyModes ofMove(CopyOption... options) {
    CopyModes modes = of(options);
    if (modes.attributes) {
      throw new UnsupportedOperationException("COPY_ATTRIBUTES is no option of a move");
    }
    return modes;
  }

  private static CopyModes of(CopyOption... options) {
    boolean replace = false;
    boolean attributes = false;
    boolean atomic = false;
    boolean followLinks = true;
    for (CopyOption option : options) {
      switch (Objects.requireNonNull(option)) {
        case StandardCopyOption o -> {
          replace |= o == StandardCopyOption.REPLACE_EXISTING;
          attributes |= o == StandardCopyOption.COPY_ATTRIBUTES;
          atomic |= o == StandardCopyOption.ATOMIC_MOVE;
        }
        case LinkOption _ -> followLinks = false;
        default -> throw new UnsupportedOperationException(option + " is not known");
      }
    }
    return new CopyModes(replace, attributes, atomic, followLinks);
  }
}
