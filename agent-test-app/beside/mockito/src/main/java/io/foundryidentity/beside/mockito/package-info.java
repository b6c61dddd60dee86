/** A program that mocks final classes of the clients that it uses. */
@NullMarked
package io.foundryidentity.beside.mockito;

import org.jspecify.annotations.NullMarked;
