/** A program on OkHttp 2 that knows nothing of the agent. */
package io.foundryidentity.cases.okhttp2;
