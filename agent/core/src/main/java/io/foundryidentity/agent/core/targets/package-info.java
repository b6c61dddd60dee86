/** Where a token may go: parses the configured targets and finds the one of a request. */
package io.foundryidentity.agent.core.targets;
