/** A program on LangChain4j's Azure OpenAI module that knows nothing of the agent. */
@NullMarked
package io.foundryidentity.cases.langchain4jazureopenai;

import org.jspecify.annotations.NullMarked;
