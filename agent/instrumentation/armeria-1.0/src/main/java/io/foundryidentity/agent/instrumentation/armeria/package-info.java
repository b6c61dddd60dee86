/** Where advice goes in Armeria from 1.0 on, for its timer of a write, and what it does there. */
package io.foundryidentity.agent.instrumentation.armeria;
