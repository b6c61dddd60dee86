/** Draws what a terminal shows for the documentation's pages. */
@NullMarked
package io.foundryidentity.runner.pictures;

import org.jspecify.annotations.NullMarked;
