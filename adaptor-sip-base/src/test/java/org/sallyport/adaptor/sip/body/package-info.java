/** Tests. */
@NullMarked
package org.sallyport.adaptor.sip.body;

import org.jspecify.annotations.NullMarked;
