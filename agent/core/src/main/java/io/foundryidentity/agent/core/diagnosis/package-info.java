/**
 * Finds the cause of a failure, and what to type to fix it; sends no request of the application.
 */
package io.foundryidentity.agent.core.diagnosis;
