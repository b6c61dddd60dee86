/** Reads and writes JSON text. */
package io.foundryidentity.agent.core.json;
