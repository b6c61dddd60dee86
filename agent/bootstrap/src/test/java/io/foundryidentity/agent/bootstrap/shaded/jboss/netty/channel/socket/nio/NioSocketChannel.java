package io.foundryidentity.agent.bootstrap.shaded.jboss.netty.channel.socket.nio;

/** Named as Netty 3's channel, in an application's own package. */
public class NioSocketChannel {}
