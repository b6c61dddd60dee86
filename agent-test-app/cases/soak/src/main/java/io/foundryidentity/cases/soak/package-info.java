/**
 * Many threads that send requests over three clients for minutes; it knows nothing of the agent.
 */
@NullMarked
package io.foundryidentity.cases.soak;

import org.jspecify.annotations.NullMarked;
