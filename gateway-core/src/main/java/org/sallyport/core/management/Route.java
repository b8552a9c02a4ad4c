package org.sallyport.core.management;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked.
 *
 * @param method GET or POST
 * @param path the path; a last segment in braces stands for any one segment
 * @param role what the operator must be; empty for everybody, which only probes are
 * @param handler what answers
 */
record Route(String method, String path, Optional<Role> role, Handler handler) {
    /** Answers a request that may be answered. */
    @FunctionalInterface
    interface Handler {
        /**
         * Answers.
         *
         * @param operator the name of the operator; "anybody" where no token is wanted
         * @param last the last segment of the path, decoded
         */
        Answer answer(String operator, String last);
    }

    static Route open(String path, Handler handler) {
        return new Route("GET", path, Optional.empty(), handler);
    }

    static Route get(String path, Handler handler) {
        return new Route("GET", path, Optional.of(Role.READ), handler);
    }

    static Route post(String path, Role role, Handler handler) {
        return new Route("POST", path, Optional.of(role), handler);
    }

    /**
     * The last segment of {@code asked} if this route is meant, whatever the method; otherwise
     * null.
     */
    @Nullable String match(String asked) {
        int brace = path.indexOf('{');
        if (brace < 0) {
            return asked.equals(path) ? asked.substring(asked.lastIndexOf('/') + 1) : null;
        }
        String prefix = path.substring(0, brace);
        if (!asked.startsWith(prefix) || asked.length() == prefix.length()) {
            return null;
        }
        String last = asked.substring(prefix.length());
        return last.indexOf('/') < 0 ? last : null;
    }
}
