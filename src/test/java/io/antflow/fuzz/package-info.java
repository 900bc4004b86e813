/**
 * Makes calls from an OpenAPI document, most of them hostile, and judges the answers by the same document. What is random
 * comes from one seed, so that a finding can be had again.
 */
package io.antflow.fuzz;
