/**
 * Where advice goes in a Copilot CLI that the application starts itself, and what it does there.
 */
package io.foundryidentity.agent.instrumentation.copilotcli;
