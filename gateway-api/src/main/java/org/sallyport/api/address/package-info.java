/**
 * Who is who: domains, patterns of domains and addresses of users, the same on every side of the
 * gateway. Start at {@link org.sallyport.api.address.Address}.
 */
@NullMarked
package org.sallyport.api.address;

import org.jspecify.annotations.NullMarked;
