/** Where advice goes in the Copilot SDK 0.3 and later, and what it does there. */
@NullMarked
package io.foundryidentity.agent.instrumentation.copilotsdk;

import org.jspecify.annotations.NullMarked;
