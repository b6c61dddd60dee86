/** Measures the lookup and the refresh inside one JVM; not shipped. */
@NullMarked
package io.foundryidentity.benchmark;

import org.jspecify.annotations.NullMarked;
