/** Tests of the whitelist. */
@NullMarked
package org.sallyport.plugin.whitelist;

import org.jspecify.annotations.NullMarked;
