/** A program on HttpURLConnection that knows nothing of the agent. */
package io.foundryidentity.cases.httpurlconnection;
