/** The Spring Boot service that is measured; it knows nothing of the agent. */
@NullMarked
package io.foundryidentity.benchmark.service;

import org.jspecify.annotations.NullMarked;
