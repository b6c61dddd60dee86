package io.foundryidentity.agent.bootstrap.shaded.io.netty.channel.socket;

/** Netty's interface as a shaded copy has it. */
public interface SocketChannel {}
