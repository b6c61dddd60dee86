/** A program on openai-java that knows nothing of the agent. */
package io.foundryidentity.cases.openaijava;
