/** Where advice goes in grizzly-http-client from 1.12 on, and what it does there. */
package io.foundryidentity.agent.instrumentation.grizzlyhttpclient;
