/** A program on Pekko HTTP that knows nothing of the agent. */
package io.foundryidentity.cases.pekkohttp;
