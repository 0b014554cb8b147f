package dev.aikagi.agent;

/**
 * The numbers of RFC 9987, and of OpenSSH's extensions to it. Those that OpenSSH has had since
 * protocol 1 are not among them: they are answered as unknown ones are.
 */
final class AgentNumbers {
  static final int FAILURE = 5;
  static final int SUCCESS = 6;
  static final int REQUEST_IDENTITIES = 11;
  static final int IDENTITIES_ANSWER = 12;
  static final int SIGN_REQUEST = 13;
  static final int SIGN_RESPONSE = 14;
  static final int ADD_IDENTITY = 17;
  static final int REMOVE_IDENTITY = 18;
  static final int REMOVE_ALL_IDENTITIES = 19;
  static final int ADD_SMARTCARD_KEY = 20;
  static final int REMOVE_SMARTCARD_KEY = 21;
  static final int LOCK = 22;
  static final int UNLOCK = 23;
  static final int ADD_ID_CONSTRAINED = 25;
  static final int ADD_SMARTCARD_KEY_CONSTRAINED = 26;
  static final int EXTENSION = 27;
  static final int EXTENSION_FAILURE = 28;
  static final int EXTENSION_RESPONSE = 29;

  static final int CONSTRAIN_LIFETIME = 1;
  static final int CONSTRAIN_CONFIRM = 2;
  static final int CONSTRAIN_EXTENSION = 255;

  static final int FLAG_RSA_SHA2_256 = 2;
  static final int FLAG_RSA_SHA2_512 = 4;

  static final String QUERY = "query";
  static final String SESSION_BIND = "session-bind@openssh.com";
  static final String RESTRICT_DESTINATION = "restrict-destination-v00@openssh.com";
  static final String SK_PROVIDER = "sk-provider@openssh.com";
  static final String ASSOCIATED_CERTS = "associated-certs-v00@openssh.com";

  private AgentNumbers() {}
}
