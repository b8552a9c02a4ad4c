package org.sallyport.api.error;

/**
 * The one exception that crosses module borders on purpose. Its message is for administrators: it
 * never holds what a user wrote, nor a secret.
 */
public final class GatewayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /** Creates one without a cause. */
    public GatewayException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /** Creates one with a cause; callers make sure that the cause quotes no user. */
    public GatewayException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Why, and who must act. */
    public ErrorCode code() {
        return code;
    }
}
