/** The commands. Start at {@link org.sallyport.app.command.SallyportCommand}. */
@NullMarked
package org.sallyport.app.command;

import org.jspecify.annotations.NullMarked;
