package org.sallyport.adaptor.sip.error;

/**
 * Where a request stands: the same error is told differently inside a dialog, whose end it must not
 * suggest.
 */
public enum Place {
    /** It opens something, or stands alone. */
    INITIAL,
    /** It belongs to a dialog that goes on. */
    IN_DIALOG
}
