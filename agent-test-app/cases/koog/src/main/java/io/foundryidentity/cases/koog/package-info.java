/** A program on Koog that knows nothing of the agent. */
@NullMarked
package io.foundryidentity.cases.koog;

import org.jspecify.annotations.NullMarked;
