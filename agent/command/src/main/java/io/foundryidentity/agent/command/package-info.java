/** The commands of {@code java -jar}, one class for each, and what prints their reports. */
package io.foundryidentity.agent.command;
