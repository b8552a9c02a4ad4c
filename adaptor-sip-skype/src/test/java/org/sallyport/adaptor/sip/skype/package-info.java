/** Tests. */
@NullMarked
package org.sallyport.adaptor.sip.skype;

import org.jspecify.annotations.NullMarked;
