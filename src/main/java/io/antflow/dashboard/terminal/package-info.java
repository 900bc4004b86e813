/** Shows runs on a terminal: four dashboards that draw on whatever takes characters, and redraw in place. */
@NullMarked
package io.antflow.dashboard.terminal;

import org.jspecify.annotations.NullMarked;
