/** Where advice goes in the JDK's HttpClient, Java 11 and later, and what it does there. */
package io.foundryidentity.agent.instrumentation.javahttpclient;
