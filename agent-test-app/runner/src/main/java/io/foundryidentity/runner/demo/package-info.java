/** The demo: a refusal, answers, and refreshes. */
@NullMarked
package io.foundryidentity.runner.demo;

import org.jspecify.annotations.NullMarked;
