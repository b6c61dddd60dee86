/** A program on AsyncHttpClient 1 that knows nothing of the agent. */
package io.foundryidentity.cases.asynchttpclient1;
