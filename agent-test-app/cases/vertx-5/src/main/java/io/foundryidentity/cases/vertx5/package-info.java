/** A program on Vert.x 5 that knows nothing of the agent. */
@NullMarked
package io.foundryidentity.cases.vertx5;

import org.jspecify.annotations.NullMarked;
