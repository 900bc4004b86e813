/** The README's example of a task, as its readers would write it; a test holds the two together. */
@NullMarked
package io.antflow.example;

import org.jspecify.annotations.NullMarked;
