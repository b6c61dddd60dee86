/** Keeps tokens and refreshes them before they expire; does not use an identity library. */
package io.foundryidentity.agent.core.token;
