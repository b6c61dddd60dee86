/** Sends requests to strangers over several clients, so that a token on the wrong wire is seen. */
package io.foundryidentity.cases.leaks;
