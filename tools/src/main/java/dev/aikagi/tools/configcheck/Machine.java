package dev.aikagi.tools.configcheck;

import dev.aikagi.config.Surroundings;
import java.util.List;

/** What a configuration is checked against. */
interface Machine {
  Surroundings surroundings();

  /** The accounts in the files of this machine. */
  List<Account> accounts();

  /** Whether an account has the name, in whatever database. */
  boolean hasUser(String name);

  /** Whether a group has the name, in whatever database. */
  boolean hasGroup(String name);

  /** The groups in the files of this machine. */
  List<String> groups();
}
