/** Holds the documentation to the code: pages are what the code says, examples load and compile. */
@NullMarked
package org.sallyport.app.docs;

import org.jspecify.annotations.NullMarked;
