/** Access over HTTP: what is open to whom, and how whoever may not is told. */
@NullMarked
package io.antflow.api.access;

import org.jspecify.annotations.NullMarked;
