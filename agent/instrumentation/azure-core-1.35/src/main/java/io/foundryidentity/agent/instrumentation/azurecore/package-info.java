/**
 * Where advice goes in azure-core 1.35 and later, for its one retry over Netty, Vert.x and the
 * JDK's client, and what it does there.
 */
package io.foundryidentity.agent.instrumentation.azurecore;
