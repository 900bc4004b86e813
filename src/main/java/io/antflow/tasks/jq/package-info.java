/** jq expressions: whatever a definition computes from an item. */
@NullMarked
package io.antflow.tasks.jq;

import org.jspecify.annotations.NullMarked;
