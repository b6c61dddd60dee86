/** Reads what a program sends to a server of the agent's own: the gateway or the health port. */
package io.foundryidentity.agent.core.server;
