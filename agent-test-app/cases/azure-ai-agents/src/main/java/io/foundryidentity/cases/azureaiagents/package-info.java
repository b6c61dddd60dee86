/** A program on azure-ai-agents that knows nothing of the agent. */
package io.foundryidentity.cases.azureaiagents;
