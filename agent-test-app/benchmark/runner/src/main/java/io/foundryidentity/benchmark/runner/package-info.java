/** Starts the measured programs in turn, compares them with the budgets, and writes the page. */
@NullMarked
package io.foundryidentity.benchmark.runner;

import org.jspecify.annotations.NullMarked;
