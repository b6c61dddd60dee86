/** A program on the Copilot SDK and a real CLI that knows nothing of the agent. */
@NullMarked
package io.foundryidentity.cases.copilotsdk;

import org.jspecify.annotations.NullMarked;
