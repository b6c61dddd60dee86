/** A program on the JDK's HttpClient that knows nothing of the agent. */
@NullMarked
package io.foundryidentity.cases.javahttpclient;

import org.jspecify.annotations.NullMarked;
