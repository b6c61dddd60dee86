/** Child processes: a Java runtime, its options, and what it prints. */
@NullMarked
package io.foundryidentity.runner.process;

import org.jspecify.annotations.NullMarked;
