/**
 * How operators and their tools talk to a running gateway: HTTP and JSON under {@code /v1}, one
 * token for each operator. Start at {@link org.sallyport.core.management.ManagementServer}; what it
 * shows comes from {@link org.sallyport.core.management.ManagementView}.
 */
@NullMarked
package org.sallyport.core.management;

import org.jspecify.annotations.NullMarked;
