/** What all cases share: their settings, and how they report the result of a call. */
package io.foundryidentity.cases.calls;
