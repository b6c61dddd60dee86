/** A program on Jetty's HttpClient that knows nothing of the agent. */
@NullMarked
package io.foundryidentity.cases.jettyclient;

import org.jspecify.annotations.NullMarked;
