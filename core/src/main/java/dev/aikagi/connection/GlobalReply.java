package dev.aikagi.connection;

import dev.aikagi.Bytes;

/** The answer to a global request (RFC 4254 section 4). */
public sealed interface GlobalReply {
  record Success(Bytes data) implements GlobalReply {}

  record Failure() implements GlobalReply {}
}
