/** A program on Spring AI 1.1 that knows nothing of the agent. */
@NullMarked
package io.foundryidentity.cases.springaiopenai11;

import org.jspecify.annotations.NullMarked;
