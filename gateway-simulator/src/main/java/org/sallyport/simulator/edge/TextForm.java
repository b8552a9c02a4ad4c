package org.sallyport.simulator.edge;

/** How a simulated user's client writes a text (MS-SIP §2.4). */
public enum TextForm {
    /** {@code text/plain; charset=UTF-8}. */
    PLAIN,
    /** Plain with the font in {@code msgr}. */
    PLAIN_WITH_FONT,
    /** Plain with CRLF at the end. */
    PLAIN_WITH_LINE_END,
    HTML,
    RTF,
    /** {@code multipart/alternative} of plain and HTML. */
    ALTERNATIVE
}
