/** Simulates many JVMs behind one identity endpoint, with the agent's own token cache. */
@NullMarked
package io.foundryidentity.benchmark.scale;

import org.jspecify.annotations.NullMarked;
