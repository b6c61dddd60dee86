/** A server for HTTP/3 in front of the simulator's servers, which have none. */
@NullMarked
package io.foundryidentity.simulator.http3;

import org.jspecify.annotations.NullMarked;
