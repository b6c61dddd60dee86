/** Where advice goes in OkHttp 2.2 to 2.7, and what it does there. */
package io.foundryidentity.agent.instrumentation.okhttp2;
