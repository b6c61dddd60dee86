/** The state of the agent as an operator sees it, as text and as JSON. */
package io.foundryidentity.agent.core.status;
