package dev.aikagi.connection;

import dev.aikagi.message.ChannelRequestData;

/** The two names under which an agent is forwarded; they mean the same. */
public enum AgentChannel {
  /** OpenSSH's, which everybody knows. */
  OPENSSH(ChannelRequestData.AuthAgentReq.TYPE, "auth-agent@openssh.com"),

  /** Those of RFC 9987: OpenSSH has them since 10.1. */
  STANDARD(ChannelRequestData.AuthAgentReq.STANDARD_TYPE, "agent-connect");

  private final String requestType;
  private final String channelType;

  AgentChannel(String requestType, String channelType) {
    this.requestType = requestType;
    this.channelType = channelType;
  }

  /** By which a client offers its agent. */
  public String requestType() {
    return requestType;
  }

  /** Of the channels that the server opens then, one for each connection to the agent. */
  public String channelType() {
    return channelType;
  }

  /** Whether it is the type of one of them. */
  public static boolean isType(String channelType) {
    return channelType.equals(OPENSSH.channelType) || channelType.equals(STANDARD.channelType);
  }
}
