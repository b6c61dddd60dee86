/** A program on Reactor Netty that knows nothing of the agent. */
package io.foundryidentity.cases.reactornetty;
