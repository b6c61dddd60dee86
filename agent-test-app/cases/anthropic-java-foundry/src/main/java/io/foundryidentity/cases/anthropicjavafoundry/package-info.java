/** A program on anthropic-java-foundry that knows nothing of the agent. */
package io.foundryidentity.cases.anthropicjavafoundry;
