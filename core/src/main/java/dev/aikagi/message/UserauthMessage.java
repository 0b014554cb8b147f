package dev.aikagi.message;

/** The authentication protocol: RFC 4252, RFC 4256 and RFC 4462. Numbers 50 to 79. */
public sealed interface UserauthMessage extends Message
    permits UserauthBanner,
        UserauthFailure,
        UserauthGssapiError,
        UserauthGssapiErrtok,
        UserauthGssapiExchangeComplete,
        UserauthGssapiMic,
        UserauthGssapiResponse,
        UserauthGssapiToken,
        UserauthInfoRequest,
        UserauthInfoResponse,
        UserauthPasswdChangereq,
        UserauthPkOk,
        UserauthRequest,
        UserauthSuccess {}
