/** A program on Armeria that knows nothing of the agent. */
package io.foundryidentity.cases.armeria;
