/** Runs every case while the identity endpoint is slow, and measures what that costs its calls. */
@NullMarked
package io.foundryidentity.runner.late;

import org.jspecify.annotations.NullMarked;
