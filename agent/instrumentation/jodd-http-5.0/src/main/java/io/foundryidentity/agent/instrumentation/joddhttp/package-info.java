/** Where advice goes in Jodd HTTP from 5.0 on, and what it does there. */
package io.foundryidentity.agent.instrumentation.joddhttp;
