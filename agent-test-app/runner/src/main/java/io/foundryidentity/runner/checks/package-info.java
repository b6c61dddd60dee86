/** Single properties of a JVM with the agent: each class checks one. */
@NullMarked
package io.foundryidentity.runner.checks;

import org.jspecify.annotations.NullMarked;
