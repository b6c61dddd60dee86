/** The program that scripts/monitoring watches. */
@NullMarked
package io.foundryidentity.runner.monitoring;

import org.jspecify.annotations.NullMarked;
