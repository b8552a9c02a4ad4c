/** Tests. */
@NullMarked
package org.sallyport.adaptor.sip.session;

import org.jspecify.annotations.NullMarked;
