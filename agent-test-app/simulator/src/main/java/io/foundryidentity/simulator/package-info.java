/** Simulates Foundry and every identity endpoint, for tests and the demo. */
@NullMarked
package io.foundryidentity.simulator;

import org.jspecify.annotations.NullMarked;
