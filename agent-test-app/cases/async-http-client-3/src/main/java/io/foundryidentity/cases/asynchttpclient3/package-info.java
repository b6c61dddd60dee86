/** A program on AsyncHttpClient 3 that knows nothing of the agent. */
@NullMarked
package io.foundryidentity.cases.asynchttpclient3;

import org.jspecify.annotations.NullMarked;
