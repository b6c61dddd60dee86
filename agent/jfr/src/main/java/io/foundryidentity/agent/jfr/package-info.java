/** Flight Recorder's events; the only place that uses {@code jdk.jfr}, which a Java may lack. */
@NullMarked
package io.foundryidentity.agent.jfr;

import org.jspecify.annotations.NullMarked;
