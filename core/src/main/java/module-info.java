/** SSH for the JVM, as a library. */
@org.jspecify.annotations.NullMarked
module dev.aikagi {
  requires static org.bouncycastle.provider;
  requires static transitive org.jspecify;

  exports dev.aikagi;
  exports dev.aikagi.key;
}
