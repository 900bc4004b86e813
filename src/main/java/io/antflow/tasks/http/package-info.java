/**
 * The built-in tasks {@code http} and {@code poll}: calls to other services, made from data alone.
 *
 * <pre>
 * RequestTemplate ─ item ─► OutboundRequest ─► HttpCall (credential, redirects) ─► OutboundPolicy (resolve, check)
 *                                                        └─► Transport (one exchange with a checked address) ─► Response
 * </pre>
 */
@NullMarked
package io.antflow.tasks.http;

import org.jspecify.annotations.NullMarked;
