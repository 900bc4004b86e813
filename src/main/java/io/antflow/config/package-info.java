/** What can be configured: one documented interface a concern, under {@code antflow.}; no logic. */
@NullMarked
package io.antflow.config;

import org.jspecify.annotations.NullMarked;
