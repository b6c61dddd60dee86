/** Reads the settings from all of their sources, and names each mistake with its source. */
package io.foundryidentity.agent.core.configuration;
