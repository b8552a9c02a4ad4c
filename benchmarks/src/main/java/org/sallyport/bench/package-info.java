/**
 * The packaged gateway under load, beside a bare TLS relay that shows how fast it could be at best.
 * Start reading at {@link org.sallyport.bench.Bench}.
 */
@NullMarked
package org.sallyport.bench;

import org.jspecify.annotations.NullMarked;
