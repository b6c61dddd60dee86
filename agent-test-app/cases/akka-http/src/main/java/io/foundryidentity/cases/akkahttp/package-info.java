/** A program on Akka HTTP that knows nothing of the agent. */
package io.foundryidentity.cases.akkahttp;
