/** Who somebody is, and what they may do: roles, API keys, and what must hold before the service starts. */
@NullMarked
package io.antflow.security;

import org.jspecify.annotations.NullMarked;
