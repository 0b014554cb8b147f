package dev.aikagi.message;

/**
 * Messages of the key exchange methods, numbers 30 to 49: which of them a number means follows from
 * the method that runs.
 */
public sealed interface KexMessage extends Message
    permits KexDhGexGroup,
        KexDhGexInit,
        KexDhGexReply,
        KexDhGexRequest,
        KexEcdhInit,
        KexEcdhReply,
        KexdhInit,
        KexdhReply {}
