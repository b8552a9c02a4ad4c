/** Tests. */
@NullMarked
package org.sallyport.adaptor.sip.address;

import org.jspecify.annotations.NullMarked;
