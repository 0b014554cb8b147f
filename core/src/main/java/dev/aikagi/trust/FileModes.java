package dev.aikagi.trust;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may have written a file, and who can read it: the rules of StrictModes and of key files. */
public final class FileModes {
  private static final int WRITE_BY_OTHERS = 022;
  private static final int ANY_BY_OTHERS = 077;

  private FileModes() {}

  /** Kind of a file, as far as it matters. */
  public enum Kind {
    FILE,
    FOLDER,
    OTHER
  }

  /**
   * What is judged of a file.
   *
   * @param mode the permission bits, 07777 at most
   * @param owner the owner's name, or the number where it has none
   */
  public record Attributes(Kind kind, int mode, long uid, String owner) {}

  /** Where attributes come from: of an open file wherever that is possible. */
  public interface Source {
    /** Empty where there is nothing or it cannot be looked at; symbolic links are followed. */
    Optional<Attributes> of(Path path);

    /** Without symbolic links; null where it cannot be resolved. */
    @Nullable Path realPath(Path path);
  }

  /**
   * StrictModes: the file and each folder up to the home folder, or to the root where the file lies
   * elsewhere, belong to root or to the user and nobody else can write to them.
   *
   * @return every violation, the file's first; empty where all is well
   */
  public static List<FileModeReason> strictModes(
      Path file, Path home, long uid, String user, Source source) {
    Path real = source.realPath(file);
    Attributes attributes = real == null ? null : source.of(real).orElse(null);
    if (real == null || attributes == null) {
      return List.of(new FileModeReason.Missing(file));
    }
    List<FileModeReason> reasons = new ArrayList<>();
    if (attributes.kind() != Kind.FILE) {
      reasons.add(new FileModeReason.NotAFile(file));
    }
    judge(real, attributes, uid, user, reasons);
    Path realHome = source.realPath(home);
    for (Path folder = real.getParent(); folder != null; folder = folder.getParent()) {
      Attributes above = source.of(folder).orElse(null);
      if (above == null) {
        reasons.add(new FileModeReason.Missing(folder));
      } else {
        judge(folder, above, uid, user, reasons);
      }
      if (folder.equals(realHome)) {
        break;
      }
    }
    return reasons;
  }

  /**
   * A folder that becomes the root of somebody's session: it and each folder above belong to root
   * and nobody else can write to them, or what programs of root's find in it (a shell, /etc/passwd)
   * would be of their choice.
   *
   * @param folder absolute
   * @return every violation, the uppermost folder's first
   */
  public static List<FileModeReason> sessionRoot(Path folder, Source source) {
    List<FileModeReason> reasons = new ArrayList<>();
    for (int i = 0; i <= folder.getNameCount(); i++) {
      Path part = i == 0 ? folder.getRoot() : folder.getRoot().resolve(folder.subpath(0, i));
      Attributes attributes = source.of(part).orElse(null);
      if (attributes == null) {
        reasons.add(new FileModeReason.Missing(part));
      } else if (attributes.kind() != Kind.FOLDER) {
        reasons.add(new FileModeReason.NotAFolder(part));
      } else {
        judge(part, attributes, 0, "root", reasons);
      }
    }
    return reasons;
  }

  private static void judge(
      Path path, Attributes attributes, long uid, String user, List<FileModeReason> reasons) {
    boolean folder = attributes.kind() == Kind.FOLDER;
    if (attributes.uid() != 0 && attributes.uid() != uid) {
      reasons.add(new FileModeReason.WrongOwner(path, folder, attributes.owner(), user));
    }
    if ((attributes.mode() & WRITE_BY_OTHERS) != 0) {
      reasons.add(new FileModeReason.WritableByOthers(path, folder, attributes.mode()));
    }
  }

  /**
   * A private key file that belongs to the one who runs this must not be accessible to anybody
   * else. Files of others are not judged: their owner answers for them.
   */
  public static Optional<FileModeReason.PrivateKeyTooOpen> privateKey(
      Path file, Attributes attributes, long ownUid) {
    return attributes.uid() == ownUid && (attributes.mode() & ANY_BY_OTHERS) != 0
        ? Optional.of(new FileModeReason.PrivateKeyTooOpen(file, attributes.mode()))
        : Optional.empty();
  }
}
