/** Where advice goes in Commons HttpClient 3.0 and 3.1, and what it does there. */
package io.foundryidentity.agent.instrumentation.commonshttpclient;
