/** A program on LangChain4j over Spring's RestClient that knows nothing of the agent. */
@NullMarked
package io.foundryidentity.cases.langchain4jspringrestclient;

import org.jspecify.annotations.NullMarked;
