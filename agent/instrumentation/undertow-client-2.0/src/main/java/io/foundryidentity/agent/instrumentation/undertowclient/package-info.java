/** Where advice goes in Undertow's client from 2.0 on, and what it does there. */
package io.foundryidentity.agent.instrumentation.undertowclient;
