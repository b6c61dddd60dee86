/** A program on Apache HttpClient 5 that knows nothing of the agent. */
package io.foundryidentity.cases.apachehttpclient5;
