/** A program on LangChain4j's OpenAI module that knows nothing of the agent. */
@NullMarked
package io.foundryidentity.cases.langchain4jopenai;

import org.jspecify.annotations.NullMarked;
