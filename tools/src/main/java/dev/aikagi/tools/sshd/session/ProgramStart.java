package dev.aikagi.tools.sshd.session;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.posix.Credentials;
import dev.aikagi.posix.Spawn;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program and whom it is started as.
 *
 * @param path of its file, absolute
 * @param arguments the first is the name that it sees as its own, such as "-bash"
 * @param environment all of it
 */
public record ProgramStart(
    String path,
    List<Bytes> arguments,
    Map<String, Bytes> environment,
    Path directory,
    Kind kind,
    Credentials user) {
  /** What a program is, where that changes how it is started. */
  public enum Kind {
    /** It merely begins in the directory. */
    PROGRAM,

    /**
     * The directory is what it is about: it is opened with root's rights, since the folders on the
     * way to it need not be the user's to enter.
     */
    FOLDER_SERVER,

    /** It serves the user's files, as one of his that runs already may do in its place. */
    FILE_SERVER
  }

  private static final int MAX_ARGUMENTS = 4096;
  private static final int MAX_VARIABLES = 4096;

  /** NGROUPS_MAX of Linux. */
  private static final int MAX_GROUPS = 65536;

  public ProgramStart {
    arguments = List.copyOf(arguments);
    environment = new LinkedHashMap<>(environment);
  }

  /** Of a {@link Kind#PROGRAM}. */
  public ProgramStart(
      String path,
      List<Bytes> arguments,
      Map<String, Bytes> environment,
      Path directory,
      Credentials user) {
    this(path, arguments, environment, directory, Kind.PROGRAM, user);
  }

  /** Ready to be started, as whoever starts it. */
  public Spawn spawn() {
    return Spawn.ofBytes(path, arguments, environment).in(directory);
  }

  void write(WireWriter w) {
    w.writeUtf8(path);
    w.writeUint32(arguments.size());
    arguments.forEach(w::writeString);
    w.writeUint32(environment.size());
    environment.forEach((name, value) -> w.writeUtf8(name).writeString(value));
    w.writeUtf8(directory.toString());
    w.writeUtf8(kind.name());
    w.writeUint32(Integer.toUnsignedLong(user.uid()));
    w.writeUint32(Integer.toUnsignedLong(user.gid()));
    w.writeUint32(user.groups().size());
    user.groups().forEach(g -> w.writeUint32(Integer.toUnsignedLong(g)));
    w.writeUtf8(user.root().map(Path::toString).orElse(""));
  }

  static ProgramStart read(WireReader r) throws MalformedException {
    String path = r.readUtf8();
    List<Bytes> arguments = new ArrayList<>();
    for (int n = SessionMessage.count(r, MAX_ARGUMENTS); n > 0; n--) {
      arguments.add(r.readBytes());
    }
    Map<String, Bytes> environment = new LinkedHashMap<>();
    for (int n = SessionMessage.count(r, MAX_VARIABLES); n > 0; n--) {
      environment.put(r.readUtf8(), r.readBytes());
    }
    Path directory = Path.of(r.readUtf8());
    Kind kind = SessionMessage.row(Kind.values(), r.readUtf8());
    int uid = (int) r.readUint32();
    int gid = (int) r.readUint32();
    List<Integer> groups = new ArrayList<>();
    for (int n = SessionMessage.count(r, MAX_GROUPS); n > 0; n--) {
      groups.add((int) r.readUint32());
    }
    String root = r.readUtf8();
    Credentials user =
        new Credentials(uid, gid, groups)
            .withRoot(root.isEmpty() ? Optional.empty() : Optional.of(Path.of(root)));
    return new ProgramStart(path, arguments, environment, directory, kind, user);
  }
}
