/** What every command shares: where things are, how output looks, how commands end. */
@NullMarked
package org.sallyport.app.base;

import org.jspecify.annotations.NullMarked;
