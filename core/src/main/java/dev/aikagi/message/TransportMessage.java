package dev.aikagi.message;

/** The transport layer: RFC 4253, RFC 8308 and the ping extension. Numbers 1 to 29, 192, 193. */
public sealed interface TransportMessage extends Message
    permits Debug,
        Disconnect,
        ExtInfo,
        Ignore,
        KexInit,
        NewKeys,
        Ping,
        Pong,
        ServiceAccept,
        ServiceRequest,
        Unimplemented {}
