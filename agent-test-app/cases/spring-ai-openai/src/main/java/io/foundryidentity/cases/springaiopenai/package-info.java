/** A program on Spring AI 2 that knows nothing of the agent. */
@NullMarked
package io.foundryidentity.cases.springaiopenai;

import org.jspecify.annotations.NullMarked;
