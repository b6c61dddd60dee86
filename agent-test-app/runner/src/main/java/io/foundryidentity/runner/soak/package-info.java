/** Many token lives with every failure of an identity endpoint and a clock. */
@NullMarked
package io.foundryidentity.runner.soak;

import org.jspecify.annotations.NullMarked;
