/** Tests of the identity map. */
@NullMarked
package org.sallyport.plugin.identitymap;

import org.jspecify.annotations.NullMarked;
