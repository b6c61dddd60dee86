/** The simulated servers and the programs that run against them. */
@NullMarked
package io.foundryidentity.runner.testbed;

import org.jspecify.annotations.NullMarked;
