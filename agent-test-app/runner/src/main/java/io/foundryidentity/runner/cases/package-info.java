/** The small programs with a real client, and how one of them is started. */
@NullMarked
package io.foundryidentity.runner.cases;

import org.jspecify.annotations.NullMarked;
