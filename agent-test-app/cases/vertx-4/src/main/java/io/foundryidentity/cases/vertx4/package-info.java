/** A program on Vert.x 4 that knows nothing of the agent. */
package io.foundryidentity.cases.vertx4;
