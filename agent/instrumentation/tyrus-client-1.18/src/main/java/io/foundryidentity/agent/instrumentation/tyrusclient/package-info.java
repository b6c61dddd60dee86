/** Where advice goes in Tyrus from 1.18 on, and what it does there. */
package io.foundryidentity.agent.instrumentation.tyrusclient;
