/** Native calls of POSIX systems, through the FFM API only. */
@org.jspecify.annotations.NullMarked
module dev.aikagi.posix {
  requires transitive dev.aikagi;
  requires jdk.unsupported; // sun.misc.Signal; see Signals
  requires static org.jspecify;

  exports dev.aikagi.posix;
}
