/** Where advice goes in @name@ from @oldest@ on, and what it does there. */
package io.foundryidentity.agent.instrumentation.@package@;
