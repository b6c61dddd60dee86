/** Where advice goes in Apache HttpAsyncClient 4.0 and later, and what it does there. */
package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;
