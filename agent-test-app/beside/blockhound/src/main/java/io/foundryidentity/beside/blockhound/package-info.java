/** Tells which blocking calls on an event loop come from this agent. */
package io.foundryidentity.beside.blockhound;
