/**
 * Where advice goes in Apache HttpClient 5.0 and later, classic and asynchronous, and what it does
 * there.
 */
package io.foundryidentity.agent.instrumentation.apachehttpclient5;
