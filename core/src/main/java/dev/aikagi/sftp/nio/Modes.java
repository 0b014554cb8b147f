package dev.aikagi.sftp.nio;

import dev.aikagi.sftp.FileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** The nine bits of permission. */
final class Modes {
  /** The bits of a mode that permissions are about, and the three special ones. */
  static final int PERMISSIONS = 0777;

  static final int SPECIAL = 07000;

  private Modes() {}

  static int bits(Collection<PosixFilePermission> permissions) {
    int bits = 0;
    for (PosixFilePermission p : PosixFilePermission.values()) {
      // The constants are in the order of the bits.
      bits = bits << 1 | (permissions.contains(p) ? 1 : 0);
    }
    return bits;
  }

  static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    int bit = 0400;
    for (PosixFilePermission p : PosixFilePermission.values()) {
      if ((mode & bit) != 0) {
        permissions.add(p);
      }
      bit >>= 1;
    }
    return permissions;
  }

  static Set<PosixFilePermission> copy(Set<PosixFilePermission> permissions) {
    return permissions(bits(permissions));
  }

  /** Of a set that came as an object. */
  static int bits(String attribute, Object value) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (Object p : (Set<?>) value) {
      if (!(p instanceof PosixFilePermission permission)) {
        throw new ClassCastException(attribute + ": " + p);
      }
      permissions.add(permission);
    }
    return bits(permissions);
  }

  /**
   * What a new file or folder has from the start; the server takes its umask from it.
   *
   * @throws UnsupportedOperationException for all but "posix:permissions"
   */
  static FileAttributes initial(FileAttribute<?>... attributes) {
    FileAttributes initial = FileAttributes.NONE;
    for (FileAttribute<?> a : attributes) {
      if (!a.name().equals("posix:permissions")) {
        throw new UnsupportedOperationException("no file is made with " + a.name());
      }
      initial = initial.withPermissions(bits(a.name(), a.value()));
    }
    return initial;
  }
}
