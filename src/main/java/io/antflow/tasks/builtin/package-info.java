/** Tasks that need no Java: {@code transform}, {@code validate}, {@code filter}, {@code delay}, {@code log}, {@code fail}, {@code file}. */
@NullMarked
package io.antflow.tasks.builtin;

import org.jspecify.annotations.NullMarked;
