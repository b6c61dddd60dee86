/** Runs every case with and without the agent and prints the table. */
@NullMarked
package io.foundryidentity.runner.clients;

import org.jspecify.annotations.NullMarked;
