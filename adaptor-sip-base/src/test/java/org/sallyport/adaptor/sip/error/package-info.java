/** Tests. */
@NullMarked
package org.sallyport.adaptor.sip.error;

import org.jspecify.annotations.NullMarked;
