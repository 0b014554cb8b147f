package dev.aikagi.auth;

import dev.aikagi.Bytes;

/** A mechanism of the GSS-API with what this client has for it: {@code dev.aikagi.kerberos}. */
public interface GssInitiator {
  /** The mechanism's object identifier in DER, with its tag. */
  Bytes mechanism();

  /** A context with the server that is logged in to. */
  GssContext initiate() throws GssException;
}
