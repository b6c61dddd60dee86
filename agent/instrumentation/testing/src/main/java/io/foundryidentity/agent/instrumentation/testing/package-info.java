/** The conformance suite that every client must pass, and its servers; never shipped. */
@NullMarked
package io.foundryidentity.agent.instrumentation.testing;

import org.jspecify.annotations.NullMarked;
