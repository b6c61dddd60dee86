/** The only entry of the isolated side: makes the parts and connects them. */
package io.foundryidentity.agent.runtime;
