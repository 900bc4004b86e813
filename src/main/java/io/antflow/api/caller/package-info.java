/** Who calls, and how much of the service each caller may take. */
@NullMarked
package io.antflow.api.caller;

import org.jspecify.annotations.NullMarked;
