/**
 * Names in and out: masking and mapping of identities. Start at {@link
 * org.sallyport.api.name.AddressMapper}.
 */
@NullMarked
package org.sallyport.api.name;

import org.jspecify.annotations.NullMarked;
