/** A program on theokanning's client that knows nothing of the agent. */
package io.foundryidentity.cases.theokanning;
