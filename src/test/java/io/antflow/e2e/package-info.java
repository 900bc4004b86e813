/** The packaged service as a process of its own, used from outside with curl as its users do. */
@NullMarked
package io.antflow.e2e;

import org.jspecify.annotations.NullMarked;
