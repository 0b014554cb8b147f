package dev.aikagi.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What a configuration may ask about the machine and the user that it is read for. The caller
 * supplies it, because reading text must not start processes or look up accounts by itself.
 */
public interface Surroundings {
  /** The login name of the user that the program runs as (%u, Match localuser). */
  String userName();

  /** That user's numeric id (%i, and who may own a configuration file). */
  long userId();

  /** That user's home directory (%d, and "~/"). */
  String homeDirectory();

  /** The home directory of another user ("~name/"); empty if there is no such user. */
  Optional<String> homeDirectory(String userName);

  /** The machine's name as gethostname(2) has it (%l; %L is its first label). */
  String hostName();

  /** An environment variable's value. */
  Optional<String> variable(String name);

  /** Runs a command through the user's shell for "Match exec"; its exit status. */
  int execute(String command) throws ConfigException;

  /** The addresses of the machine's interfaces that are up, for "Match localnetwork". */
  List<InetAddress> localAddresses();

  /**
   * The names of the groups that a user is in, for "Match group"; empty if there is no such user.
   */
  List<String> groups(String userName);
}
