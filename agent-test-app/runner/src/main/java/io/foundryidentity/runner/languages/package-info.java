/** Programs of other languages behind the gateway, with environment variables alone. */
@NullMarked
package io.foundryidentity.runner.languages;

import org.jspecify.annotations.NullMarked;
