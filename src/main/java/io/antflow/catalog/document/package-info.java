/** Documents that people write, in JSON or YAML, read strictly and with the place of every value. */
@NullMarked
package io.antflow.catalog.document;

import org.jspecify.annotations.NullMarked;
