/** Where pipelines come from: beans, files and clients; and what makes a pipeline of a definition. */
@NullMarked
package io.antflow.catalog;

import org.jspecify.annotations.NullMarked;
