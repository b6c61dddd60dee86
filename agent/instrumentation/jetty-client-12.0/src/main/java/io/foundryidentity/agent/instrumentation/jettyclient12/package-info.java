/** Where advice goes in Jetty's HttpClient 12, and what it does there. */
@NullMarked
package io.foundryidentity.agent.instrumentation.jettyclient12;

import org.jspecify.annotations.NullMarked;
