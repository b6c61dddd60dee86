/**
 * Where advice goes in Netty 4.1 and later, and the clients on top of it, and what it does there.
 */
package io.foundryidentity.agent.instrumentation.netty;
