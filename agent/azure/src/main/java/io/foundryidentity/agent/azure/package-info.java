/**
 * Azure's credentials behind core's {@code TokenSource}: the only module that uses azure-identity.
 */
package io.foundryidentity.agent.azure;
