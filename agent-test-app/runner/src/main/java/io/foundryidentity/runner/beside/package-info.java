/** Runs clients beside another agent, in both orders, and compares with each agent alone. */
@NullMarked
package io.foundryidentity.runner.beside;

import org.jspecify.annotations.NullMarked;
