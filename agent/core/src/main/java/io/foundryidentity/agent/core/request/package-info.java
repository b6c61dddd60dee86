/** Decides for each request whether it gets a token, counts requests, and explains refusals. */
package io.foundryidentity.agent.core.request;
