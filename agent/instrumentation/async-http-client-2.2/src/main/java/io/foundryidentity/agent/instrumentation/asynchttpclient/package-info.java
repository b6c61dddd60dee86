/**
 * Where advice goes in AsyncHttpClient 2.2 and later, for its read timeout and its one retry, and
 * what it does there.
 */
package io.foundryidentity.agent.instrumentation.asynchttpclient;
