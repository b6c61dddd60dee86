/** A program on LangChain4j over openai-java that knows nothing of the agent. */
@NullMarked
package io.foundryidentity.cases.langchain4jopenaiofficial;

import org.jspecify.annotations.NullMarked;
