package org.sallyport.app.command;

/** How answers look. */
enum OutputForm {
    /** For people. */
    TEXT,
    /** One versioned document on one line. */
    JSON
}
