/** Where advice goes in Ktor's CIO engine, 2.3.5 and later, and what it does there. */
package io.foundryidentity.agent.instrumentation.ktorclient;
