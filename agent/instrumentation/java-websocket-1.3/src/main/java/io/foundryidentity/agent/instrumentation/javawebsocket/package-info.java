/** Where advice goes in Java-WebSocket from 1.3.4 on, and what it does there. */
package io.foundryidentity.agent.instrumentation.javawebsocket;
