/** A program on Semantic Kernel that knows nothing of the agent. */
package io.foundryidentity.cases.semantickernel;
