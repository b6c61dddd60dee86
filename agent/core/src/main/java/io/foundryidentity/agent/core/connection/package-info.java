/** The agent's own sockets, and the proxy that such a connection goes through. */
package io.foundryidentity.agent.core.connection;
