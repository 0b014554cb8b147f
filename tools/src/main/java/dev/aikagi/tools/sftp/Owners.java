package dev.aikagi.tools.sftp;

import dev.aikagi.Bytes;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.SftpClient;
import dev.aikagi.sftp.SftpExtension;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.files.Shown;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The names of the server's users and groups, asked for once each. */
final class Owners {
  /** Numbers in one question: as many as fit into a packet with room to spare. */
  private static final int AT_ONCE = 1024;

  private final SftpClient client;
  private final Map<Long, String> users = new HashMap<>();
  private final Map<Long, String> groups = new HashMap<>();

  Owners(SftpClient client) {
    this.client = client;
  }

  boolean canAsk() {
    return client.supports(SftpExtension.USERS_GROUPS_BY_ID);
  }

  /** Asks for the names of all of these that are not known yet. */
  void learn(Iterable<FileAttributes> files) throws IOException {
    TreeSet<Long> uids = new TreeSet<>();
    TreeSet<Long> gids = new TreeSet<>();
    for (FileAttributes file : files) {
      file.owner().ifPresent(owner -> uids.add(owner.uid()));
      file.owner().ifPresent(owner -> gids.add(owner.gid()));
    }
    learn(uids, users, client::userNames);
    learn(gids, groups, client::groupNames);
  }

  private interface Question {
    List<Bytes> ask(List<Long> ids) throws IOException;
  }

  private static void learn(Set<Long> ids, Map<Long, String> known, Question question)
      throws IOException {
    ids.removeAll(known.keySet());
    List<Long> wanted = new ArrayList<>(ids);
    for (int from = 0; from < wanted.size(); from += AT_ONCE) {
      List<Long> some = wanted.subList(from, Math.min(from + AT_ONCE, wanted.size()));
      List<Bytes> names = question.ask(some);
      for (int i = 0; i < some.size(); i++) {
        known.put(some.get(i), Octets.of(names.get(i)));
      }
    }
  }

  /** The name as it is shown, or the number where it has none. */
  String user(FileAttributes file, boolean numeric) {
    long id = file.owner().map(FileAttributes.Owner::uid).orElse(0L);
    return name(id, numeric ? "" : users.getOrDefault(id, ""));
  }

  String group(FileAttributes file, boolean numeric) {
    long id = file.owner().map(FileAttributes.Owner::gid).orElse(0L);
    return name(id, numeric ? "" : groups.getOrDefault(id, ""));
  }

  private static String name(long id, String known) {
    return known.isEmpty() ? Long.toString(id) : Shown.of(known);
  }
}
