package dev.aikagi.tools.scp;

import dev.aikagi.tools.Fatal;

/** Copies between hosts by one of the two protocols. */
interface Copies extends AutoCloseable {
  /** From here to there. */
  void put(String local, Place.Remote to) throws Refusal, Fatal;

  /** From there to here. */
  void get(Place.Remote from, String local) throws Refusal, Fatal;

  /** Between two other hosts, through this one. */
  void across(Place.Remote from, Place.Remote to) throws Refusal, Fatal;

  /** Ends the connections, after all copies. False if one did not end well. */
  boolean end();

  /** Ends what is left of them. */
  @Override
  void close();
}
