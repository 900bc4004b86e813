/** Makes the engine's beans from the configuration, starts, drains and stops them, and holds what other packages share. */
@NullMarked
package io.antflow.runtime;

import org.jspecify.annotations.NullMarked;
