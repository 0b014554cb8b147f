/** The command-line tools. */
@org.jspecify.annotations.NullMarked
module dev.aikagi.tools {
  requires dev.aikagi;
  requires dev.aikagi.posix;
  requires static org.jspecify;
}
