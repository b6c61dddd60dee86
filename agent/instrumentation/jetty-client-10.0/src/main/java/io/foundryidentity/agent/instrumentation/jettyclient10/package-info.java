/** Where advice goes in Jetty's HttpClient 10 and 11, and what it does there. */
@NullMarked
package io.foundryidentity.agent.instrumentation.jettyclient10;

import org.jspecify.annotations.NullMarked;
