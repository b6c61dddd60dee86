/** A program on Spring AI's Azure OpenAI module that knows nothing of the agent. */
@NullMarked
package io.foundryidentity.cases.springaiazureopenai;

import org.jspecify.annotations.NullMarked;
