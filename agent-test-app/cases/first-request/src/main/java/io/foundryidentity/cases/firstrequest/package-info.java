/** A program that sends its first request as early as a program can. */
package io.foundryidentity.cases.firstrequest;
