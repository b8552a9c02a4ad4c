package org.sallyport.core.config;

/**
 * A place in a file.
 *
 * @param file the file as the administrator knows it
 * @param line 1 for the first line
 * @param column 1 for the first character
 */
record Place(String file, int line, int column) {
    /** The place as it is quoted in another problem. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
