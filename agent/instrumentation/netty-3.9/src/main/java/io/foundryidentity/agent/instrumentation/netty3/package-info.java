/**
 * Where advice goes in Netty 3, and in AsyncHttpClient 1.9 on top of it, and what it does there.
 */
package io.foundryidentity.agent.instrumentation.netty3;
