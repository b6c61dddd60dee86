/** A program on Helidon's WebClient 4 that knows nothing of the agent. */
@NullMarked
package io.foundryidentity.cases.helidonwebclient4;

import org.jspecify.annotations.NullMarked;
