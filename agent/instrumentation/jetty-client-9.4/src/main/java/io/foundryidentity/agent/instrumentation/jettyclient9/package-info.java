/** Where advice goes in Jetty's HttpClient 9.4, and what it does there. */
package io.foundryidentity.agent.instrumentation.jettyclient9;
