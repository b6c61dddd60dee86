/** Where advice goes in Akka HTTP 10.1 and 10.2, and what it does there. */
package io.foundryidentity.agent.instrumentation.akkahttp;
