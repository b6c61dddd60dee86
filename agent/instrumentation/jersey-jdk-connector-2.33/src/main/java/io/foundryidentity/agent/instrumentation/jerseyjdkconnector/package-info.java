/** Where advice goes in Jersey's own connector from 2.33 on, and what it does there. */
package io.foundryidentity.agent.instrumentation.jerseyjdkconnector;
