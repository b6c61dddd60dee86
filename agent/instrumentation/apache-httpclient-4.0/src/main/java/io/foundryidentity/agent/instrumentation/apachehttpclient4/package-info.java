/** Where advice goes in Apache HttpClient 4.0 and later, and what it does there. */
package io.foundryidentity.agent.instrumentation.apachehttpclient4;
