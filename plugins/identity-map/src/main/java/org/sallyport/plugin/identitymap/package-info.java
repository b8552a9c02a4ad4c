/**
 * The address mapper {@code identity-map}: the names under which one side's users are shown to the
 * other. Start at {@link org.sallyport.plugin.identitymap.IdentityMapConfig}.
 */
@NullMarked
package org.sallyport.plugin.identitymap;

import org.jspecify.annotations.NullMarked;
