/** The gateway as a process: start, signals, what it leaves for other commands to find. */
@NullMarked
package org.sallyport.app.process;

import org.jspecify.annotations.NullMarked;
