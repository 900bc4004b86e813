/** The service's HTTP API: translates requests into calls of what lies below, and answers back. */
@NullMarked
package io.antflow.api;

import org.jspecify.annotations.NullMarked;
