/**
 * What runs before {@code main}, in the system loader: JDK types only, and as few of them as
 * possible.
 */
package io.foundryidentity.agent.premain;
