package dev.aikagi.auth;

import dev.aikagi.Bytes;

/** A mechanism of the GSS-API with what this server has for it: {@code dev.aikagi.kerberos}. */
public interface GssAcceptor {
  /** The mechanism's object identifier in DER, with its tag. */
  Bytes mechanism();

  /** A context with whoever comes. */
  GssContext accept() throws GssException;
}
