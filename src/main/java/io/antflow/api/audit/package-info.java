/** Who has changed what, for the log. */
@NullMarked
package io.antflow.api.audit;

import org.jspecify.annotations.NullMarked;
