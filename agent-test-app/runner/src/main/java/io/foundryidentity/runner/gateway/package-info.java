/** What {@code scripts/gateway-benchmark} starts to measure a stream. */
@NullMarked
package io.foundryidentity.runner.gateway;

import org.jspecify.annotations.NullMarked;
