/** Where advice goes in Helidon's WebClient 4.0 and later, and what it does there. */
package io.foundryidentity.agent.instrumentation.helidonwebclient;
