/** A program on openai4j that knows nothing of the agent. */
package io.foundryidentity.cases.openai4j;
