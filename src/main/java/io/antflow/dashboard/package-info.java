/** Shows runs: the protocol of a dashboard, and what drives each through the life of a run at its own pace. */
@NullMarked
package io.antflow.dashboard;

import org.jspecify.annotations.NullMarked;
