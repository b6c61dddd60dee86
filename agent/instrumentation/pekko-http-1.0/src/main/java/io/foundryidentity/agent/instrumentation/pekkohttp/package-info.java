/** Where advice goes in Pekko HTTP 1.0 and later, and what it does there. */
package io.foundryidentity.agent.instrumentation.pekkohttp;
