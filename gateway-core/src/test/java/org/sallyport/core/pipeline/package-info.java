/**
 * Tests of the packet path: each law has one. Start at {@link org.sallyport.core.pipeline.Bench}.
 */
@NullMarked
package org.sallyport.core.pipeline;

import org.jspecify.annotations.NullMarked;
