/** SSH for the JVM, as a library. */
@org.jspecify.annotations.NullMarked
module dev.aikagi {
  requires static org.bouncycastle.provider;
  requires static transitive org.jspecify;

  exports dev.aikagi;
  exports dev.aikagi.config;
  exports dev.aikagi.agent;
  exports dev.aikagi.auth;
  exports dev.aikagi.connection;
  exports dev.aikagi.key;
  exports dev.aikagi.trust;
}
