/** The built-in tasks, and what turns an application's beans into tasks. */
@NullMarked
package io.antflow.tasks;

import org.jspecify.annotations.NullMarked;
