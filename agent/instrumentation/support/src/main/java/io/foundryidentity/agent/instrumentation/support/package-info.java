/** What the module of each client implements, and what puts its advice into classes. */
package io.foundryidentity.agent.instrumentation.support;
