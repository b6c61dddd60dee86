/** A program on AsyncHttpClient 2 that knows nothing of the agent. */
package io.foundryidentity.cases.asynchttpclient2;
