package dev.aikagi.sftp.nio;

import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The three views of a file's attributes. */
final class AttributeViews {
  private AttributeViews() {}

  /** Null for a view that is not here. */
  static @Nullable FileAttributeView view(AttributeAccess access, Class<?> type) {
    if (type == BasicFileAttributeView.class) {
      return new Basic(access);
    }
    if (type == PosixFileAttributeView.class) {
      return new Posix(access);
    }
    return type == FileOwnerAttributeView.class ? new Owner(access) : null;
  }

  private record Basic(AttributeAccess access) implements BasicFileAttributeView {
    @Override
    public String name() {
      return "basic";
    }

    @Override
    public RemoteAttributes readAttributes() throws IOException {
      return access.basic();
    }

    @Override
    public void setTimes(
        @Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created)
        throws IOException {
      access.setTimes(modified, accessed);
    }
  }

  private record Owner(AttributeAccess access) implements FileOwnerAttributeView {
    @Override
    public String name() {
      return "owner";
    }

    @Override
    public UserPrincipal getOwner() throws IOException {
      return access.posix().owner();
    }

    @Override
    public void setOwner(UserPrincipal owner) throws IOException {
      access.setOwner(Objects.requireNonNull(owner));
    }
  }

  private record Posix(AttributeAccess access) implements PosixFileAttributeView {
    @Override
    public String name() {
      return "posix";
    }

    @Override
    public PosixFileAttributes readAttributes() throws IOException {
      return access.posix();
    }

    @Override
    public void setTimes(
        @Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created)
        throws IOException {
      access.setTimes(modified, accessed);
    }

    @Override
    public void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
      access.setPermissions(Modes.bits(permissions));
    }

    @Override
    public UserPrincipal getOwner() throws IOException {
      return access.posix().owner();
    }

    @Override
    public void setOwner(UserPrincipal owner) throws IOException {
      access.setOwner(Objects.requireNonNull(owner));
    }

    @Override
    public void setGroup(GroupPrincipal group) throws IOException {
      access.setGroup(Objects.requireNonNull(group));
    }
  }
}
