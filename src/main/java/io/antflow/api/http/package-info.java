/**
 * What holds for connections and requests before anyone asks what they are for: how many connections there may be and how
 * long one may be idle, what a request must look like to be read by everybody in the same way, and that what is refused
 * here is refused with a problem too.
 */
@NullMarked
package io.antflow.api.http;

import org.jspecify.annotations.NullMarked;
