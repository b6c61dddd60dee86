/** Conversations of the Copilot SDK over real command line programs. */
@NullMarked
package io.foundryidentity.runner.copilot;

import org.jspecify.annotations.NullMarked;
