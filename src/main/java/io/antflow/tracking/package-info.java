/** Status, counts and history of items, and the event log that streams and listeners read at their own pace. */
@NullMarked
package io.antflow.tracking;

import org.jspecify.annotations.NullMarked;
