/** A program on azure-ai-inference that knows nothing of the agent. */
package io.foundryidentity.cases.azureaiinference;
