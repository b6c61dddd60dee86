/**
 * The one place that text leaves by: it takes secrets out, flattens control characters, and bounds
 * the length. Depends on nothing else of the agent.
 */
package io.foundryidentity.agent.core.output;
