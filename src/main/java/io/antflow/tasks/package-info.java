/** The tasks that a definition may name: the application's own beans, made to take and return JSON. */
@NullMarked
package io.antflow.tasks;

import org.jspecify.annotations.NullMarked;
