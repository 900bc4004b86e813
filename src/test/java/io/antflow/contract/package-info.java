/** The OpenAPI document as it is stored and released: what clients are generated from. */
@NullMarked
package io.antflow.contract;

import org.jspecify.annotations.NullMarked;
