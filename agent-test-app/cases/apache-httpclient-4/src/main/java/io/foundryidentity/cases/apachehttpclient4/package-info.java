/** A program on Apache HttpClient 4 that knows nothing of the agent. */
package io.foundryidentity.cases.apachehttpclient4;
