/** Native calls of POSIX systems, through the FFM API only. */
@org.jspecify.annotations.NullMarked
module dev.aikagi.posix {
  requires dev.aikagi;
  requires static org.jspecify;

}
