/** Where advice goes in the JDK's HttpURLConnection, and what it does there. */
package io.foundryidentity.agent.instrumentation.httpurlconnection;
