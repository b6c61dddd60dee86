package io.foundryidentity.agent.bootstrap.shaded.io.netty.channel.socket;

/** Netty's class as a shaded copy has it. */
public class NioSocketChannel implements SocketChannel {}
