/** A program on Quarkus LangChain4j that knows nothing of the agent. */
@NullMarked
package io.foundryidentity.cases.quarkuslangchain4j;

import org.jspecify.annotations.NullMarked;
