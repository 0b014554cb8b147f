package dev.aikagi.sftp.nio;

import dev.aikagi.Bytes;
import dev.aikagi.sftp.SftpClient;
import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.SftpExtension;
import java.io.IOException;
import java.nio.file.ProviderMismatchException;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Users and groups. On the wire they are numbers; their names are asked for where the server has
 * users-groups-by-id@openssh.com, once each.
 */
final class Principals extends UserPrincipalLookupService {
  /** So many names are kept of each kind: a server that has ever new ones must not fill memory. */
  private static final int MOST = 4096;

  private static final long UINT32 = 0xffff_ffffL;

  /** The same number is the same user, whatever name was seen. */
  private record User(long id, String name) implements UserPrincipal {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof User u && u.id == id;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(id);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** As {@link User}. */
  private record Group(long id, String name) implements GroupPrincipal {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Group g && g.id == id;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(id);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private interface Names {
    List<Bytes> of(SftpClient client, List<Long> ids) throws IOException;
  }

  private final SftpFileSystem files;
  private final Map<Long, String> users = new ConcurrentHashMap<>();
  private final Map<Long, String> groups = new ConcurrentHashMap<>();

  Principals(SftpFileSystem files) {
    this.files = files;
  }

  UserPrincipal user(long uid) throws IOException {
    return new User(uid, name(users, uid, SftpClient::userNames));
  }

  GroupPrincipal group(long gid) throws IOException {
    return new Group(gid, name(groups, gid, SftpClient::groupNames));
  }

  private String name(Map<Long, String> seen, long id, Names names) throws IOException {
    String known = seen.get(id);
    SftpClient client = files.client();
    if (known != null || !client.supports(SftpExtension.USERS_GROUPS_BY_ID)) {
      return known != null ? known : Long.toString(id);
    }
    String name;
    try {
      name = names.of(client, List.of(id)).getFirst().utf8();
    } catch (SftpException e) {
      throw Failures.of(e, files.root());
    }
    if (seen.size() < MOST) {
      seen.put(id, name.isEmpty() ? Long.toString(id) : name);
    }
    return name.isEmpty() ? Long.toString(id) : name;
  }

  @Override
  public UserPrincipal lookupPrincipalByName(String name) throws IOException {
    return user(id(users, name));
  }

  @Override
  public GroupPrincipal lookupPrincipalByGroupName(String group) throws IOException {
    return group(id(groups, group));
  }

  private static long id(Map<Long, String> seen, String name) throws IOException {
    if (name.matches("[0-9]{1,10}") && Long.parseLong(name) <= UINT32) {
      return Long.parseLong(name);
    }
    return seen.entrySet().stream()
        .filter(e -> e.getValue().equals(name))
        .findFirst()
        .orElseThrow(() -> new UserPrincipalNotFoundException(name))
        .getKey();
  }

  /** The number of a user; a group is a {@link UserPrincipal} too, and owns nothing. */
  static long uid(UserPrincipal user) throws IOException {
    return switch (user) {
      case User u -> u.id();
      case Group g -> throw new IOException("a group cannot be an owner: " + g.name());
      default -> throw new ProviderMismatchException();
    };
  }

  static long gid(GroupPrincipal group) {
    if (group instanceof Group g) {
      return g.id();
    }
    throw new ProviderMismatchException();
  }
}
