/** A program on azure-ai-openai that knows nothing of the agent. */
package io.foundryidentity.cases.azureaiopenai;
