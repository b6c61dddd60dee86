/** The program that a gateway is started for: its process, its signals and its end. */
@NullMarked
package io.foundryidentity.agent.gateway.program;

import org.jspecify.annotations.NullMarked;
