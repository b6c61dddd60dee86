/** Attempts to bring a token to a server that must not get it. */
@NullMarked
package io.foundryidentity.runner.leaks;

import org.jspecify.annotations.NullMarked;
