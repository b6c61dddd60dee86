/** A program on Commons HttpClient 3 that knows nothing of the agent. */
package io.foundryidentity.cases.commonshttpclient3;
