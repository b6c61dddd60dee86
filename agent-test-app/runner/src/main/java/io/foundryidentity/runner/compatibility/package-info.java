/** Makes docs/compatibility.md from what the wide runs have written. */
@NullMarked
package io.foundryidentity.runner.compatibility;

import org.jspecify.annotations.NullMarked;
