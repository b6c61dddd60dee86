/** The programs that are measured; none of them knows the agent. */
@NullMarked
package io.foundryidentity.benchmark.programs;

import org.jspecify.annotations.NullMarked;
