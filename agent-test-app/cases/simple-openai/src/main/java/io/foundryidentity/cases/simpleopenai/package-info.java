/** A program on simple-openai that knows nothing of the agent. */
@NullMarked
package io.foundryidentity.cases.simpleopenai;

import org.jspecify.annotations.NullMarked;
