/** Many virtual threads that send requests before there is a token. */
@NullMarked
package io.foundryidentity.cases.virtualthreads;

import org.jspecify.annotations.NullMarked;
