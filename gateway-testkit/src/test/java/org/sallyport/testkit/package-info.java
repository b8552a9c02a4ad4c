/** The kit is tested too: a contract that cannot fail proves nothing. */
@NullMarked
package org.sallyport.testkit;

import org.jspecify.annotations.NullMarked;
