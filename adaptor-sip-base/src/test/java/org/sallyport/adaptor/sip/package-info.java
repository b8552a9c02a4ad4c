/** Tests. */
@NullMarked
package org.sallyport.adaptor.sip;

import org.jspecify.annotations.NullMarked;
