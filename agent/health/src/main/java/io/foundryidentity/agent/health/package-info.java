/**
 * What probes and people can read of the agent without an attach: a port and a file. Nothing here
 * loads unless one of the two is configured.
 */
package io.foundryidentity.agent.health;
