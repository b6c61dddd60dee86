/**
 * The bridge that inlined advice calls, in the bootstrap loader: JDK types only, Java 8, no
 * dependency.
 */
package io.foundryidentity.agent.bootstrap;
