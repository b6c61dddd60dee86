/** The same jar on several Java versions. */
@NullMarked
package io.foundryidentity.runner.matrix;

import org.jspecify.annotations.NullMarked;
