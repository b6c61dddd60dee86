package io.foundryidentity.agent.bootstrap.shaded.io.netty.channel.socket.oio;

import io.foundryidentity.agent.bootstrap.shaded.io.netty.channel.socket.SocketChannel;

/** Netty's class as a shaded copy has it. */
public class OioSocketChannel implements SocketChannel {}
