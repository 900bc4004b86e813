/** How the web dashboard is served; the page itself lies under {@code META-INF/resources}. */
@NullMarked
package io.antflow.dashboard.page;

import org.jspecify.annotations.NullMarked;
