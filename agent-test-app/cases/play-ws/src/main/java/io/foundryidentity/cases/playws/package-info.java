/** A program on Play WS that knows nothing of the agent. */
@NullMarked
package io.foundryidentity.cases.playws;

import org.jspecify.annotations.NullMarked;
