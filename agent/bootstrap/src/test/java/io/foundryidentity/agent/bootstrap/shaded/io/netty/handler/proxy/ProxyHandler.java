package io.foundryidentity.agent.bootstrap.shaded.io.netty.handler.proxy;

/** Netty's class as a shaded copy has it. */
public abstract class ProxyHandler {}
