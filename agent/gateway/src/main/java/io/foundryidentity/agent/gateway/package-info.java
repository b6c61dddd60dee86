/** The gateway on loopback: who may use it, and how a request reaches the target with a token. */
@NullMarked
package io.foundryidentity.agent.gateway;

import org.jspecify.annotations.NullMarked;
