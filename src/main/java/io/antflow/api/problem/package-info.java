/** What went wrong, as {@code application/problem+json} (RFC 9457). */
@NullMarked
package io.antflow.api.problem;

import org.jspecify.annotations.NullMarked;
