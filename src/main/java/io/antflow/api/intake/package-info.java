/** Reads what clients send: documents as a whole, items one at a time, with back pressure on the socket. */
@NullMarked
package io.antflow.api.intake;

import org.jspecify.annotations.NullMarked;
