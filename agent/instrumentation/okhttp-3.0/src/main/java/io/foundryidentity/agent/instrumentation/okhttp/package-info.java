/** Where advice goes in OkHttp 3.0 and later, and what it does there. */
package io.foundryidentity.agent.instrumentation.okhttp;
