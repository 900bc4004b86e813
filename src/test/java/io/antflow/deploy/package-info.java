/** What {@code deploy/} has for Prometheus and Grafana, read for the tests that prove it. */
@NullMarked
package io.antflow.deploy;

import org.jspecify.annotations.NullMarked;
