/** Starts application servers without and with the agent, and asks the application in each. */
@NullMarked
package io.foundryidentity.servers;

import org.jspecify.annotations.NullMarked;
