/**
 * The demo: an application's pipeline as a user of AntFlow would write it, over records that come with it, and the lines
 * that a start shows. Nothing else depends on this package.
 */
@NullMarked
package io.antflow.demo;

import org.jspecify.annotations.NullMarked;
